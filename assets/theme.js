// Runs before the first paint: the theme and the rail as this browser left them.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem("cd-theme");
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    if (localStorage.getItem("cd-rail") === "folded") root.setAttribute("data-rail", "folded");
  } catch (refused) {
    root.setAttribute("data-storage", "refused");
  }
})();
