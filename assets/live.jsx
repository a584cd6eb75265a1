// What happens in the page without the server: times that age, toasts, keys, sheets, lit citations.
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";

const STEPS = [["s", 60], ["min", 60], ["h", 24], ["d", 31]];

export function ago(at, now) {
  let value = (now - new Date(at).getTime()) / 1000;
  const ahead = value < 0;
  value = Math.abs(value);
  if (value < 45) return ahead ? "in a moment" : "just now";
  for (const [unit, size] of STEPS) {
    if (value < size) return ahead ? `in ${Math.round(value)} ${unit}` : `${Math.round(value)} ${unit} ago`;
    value /= size;
  }
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

export function exact(at) {
  return new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}

const clocks = new Set();
let ticking = 0;
function useNow() {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    clocks.add(setNow);
    ticking ||= setInterval(() => clocks.forEach((tell) => tell(Date.now())), 20000);
    return () => clocks.delete(setNow);
  }, []);
  return now;
}

export function RelativeTime({ at, fallback, className }) {
  const now = useNow();
  if (!at) return <span className={className}>{fallback || ""}</span>;
  return (
    <time dateTime={at} title={now ? exact(at) : at} className={className}>
      {now ? ago(at, Math.max(now, Date.now())) : ""}
    </time>
  );
}

export function ToastHost({ note }) {
  const [shown, setShown] = useState([]);
  useEffect(() => {
    if (!note || !note.id || note.id === recall("cd-told")) return; // told already: the state outlives a reload
    remember("cd-told", note.id, "sessionStorage");
    setShown((all) => [...all.slice(-2), note]);
    setTimeout(() => close(note.id), note.kind === "problem" ? 10000 : 5000);
  }, [note && note.id]);
  const close = (id) => setShown((all) => all.filter((one) => one.id !== id));
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((one) => (
        <div className="toast" key={one.id}>
          <span className="grow">{one.text}</span>
          <button type="button" onClick={() => close(one.id)}>Close</button>
        </div>
      ))}
    </div>
  );
}

function inField(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function moveRow(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  if (!rows.length) return;
  const here = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, here < 0 ? 0 : here + by))];
  const target = next.matches("a, button, [tabindex]") ? next : next.querySelector("a, button") || next;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

function open(selector) {
  const dialog = document.querySelector(selector);
  if (dialog && !dialog.open) {
    dialog.showModal();
    const first = dialog.querySelector("[data-first]");
    if (first) first.focus();
  }
}

function remember(name, value, store = "localStorage") {
  try {
    window[store].setItem(name, value);
  } catch (refused) {
    document.documentElement.setAttribute("data-storage", "refused");
  }
}

function recall(name) {
  try {
    return sessionStorage.getItem(name);
  } catch (refused) {
    return null;
  }
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  remember("cd-theme", root.dataset.theme);
}

function toggleRail() {
  const root = document.documentElement;
  root.dataset.rail = root.dataset.rail === "folded" ? "open" : "folded";
  remember("cd-rail", root.dataset.rail);
}

function light(event) {
  const chip = event.target.closest && event.target.closest("[data-cites]");
  const wanted = chip ? chip.dataset.cites : "";
  const scope = chip && chip.closest("[data-turn]");
  document.querySelectorAll("[data-source].lit").forEach((card) => card.classList.remove("lit"));
  if (!wanted) return;
  (scope || document).querySelectorAll(`[data-source="${CSS.escape(wanted)}"]`).forEach((card) => card.classList.add("lit"));
}

// The text of the element that a button names; the button says that it was copied, for a moment.
async function copy(button) {
  const words = button.querySelector("span");
  try {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copies).textContent);
  } catch (refused) {
    const all = document.createRange();
    all.selectNodeContents(document.querySelector(button.dataset.copies));
    getSelection().removeAllRanges();
    getSelection().addRange(all); // at least selected, ready for Ctrl+C
    return;
  }
  const before = (button.dataset.words ||= words.textContent);
  words.textContent = "Copied";
  setTimeout(() => (words.textContent = before), 2000);
}

function clicked(event) {
  const act = event.target.closest("[data-opens], [data-closes], [data-act], [data-copies]");
  if (!act) return;
  if (act.dataset.opens) open(act.dataset.opens);
  if (act.dataset.closes !== undefined) act.closest("dialog")?.close();
  if (act.dataset.copies) copy(act);
  if (act.dataset.act === "theme") toggleTheme();
  if (act.dataset.act === "rail") toggleRail();
  if (act.dataset.act === "copy-address") navigator.clipboard?.writeText(location.href);
}

function filterPalette(input) {
  const words = input.value.trim().toLowerCase();
  const links = [...document.querySelectorAll("#palette [data-entry]")];
  links.forEach((link) => {
    const hit = !words || link.dataset.always || link.textContent.toLowerCase().includes(words);
    link.hidden = !hit;
    link.classList.remove("on");
    if (link.dataset.always) link.querySelector("[data-words]").textContent = words;
  });
  const seen = links.filter((link) => !link.hidden);
  if (seen[0]) seen[0].classList.add("on");
}

function movePalette(by) {
  const seen = [...document.querySelectorAll("#palette [data-entry]")].filter((link) => !link.hidden);
  const here = seen.findIndex((link) => link.classList.contains("on"));
  seen.forEach((link) => link.classList.remove("on"));
  const next = seen[(here + by + seen.length) % seen.length];
  if (next) {
    next.classList.add("on");
    next.scrollIntoView({ block: "nearest" });
  }
}

const GO = { o: "/overview", a: "/ask", i: "/inbox", c: "/competitors", h: "/changes", s: "/sources" };

export function Keyboard() {
  const navigate = useNavigate();
  const lead = useRef(0);
  useEffect(() => {
    const inPalette = (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        movePalette(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const chosen = document.querySelector("#palette [data-entry].on:not([hidden])");
        const words = event.target.value.trim();
        document.querySelector("#palette").close();
        if (chosen) navigate(chosen.dataset.always ? `/ask?q=${encodeURIComponent(words)}` : chosen.getAttribute("href"));
      }
    };
    const pressed = (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open("#palette");
        return;
      }
      if (event.target.matches?.("#palette input")) return inPalette(event);
      if (event.target.matches?.("[data-composer]") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        event.target.form?.requestSubmit();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || document.querySelector("dialog[open]")) return;
      const now = Date.now();
      if (now - lead.current < 1200 && GO[event.key]) {
        lead.current = 0;
        event.preventDefault();
        navigate(GO[event.key]);
      } else if (event.key === "g") lead.current = now;
      else if (event.key === "j") moveRow(1);
      else if (event.key === "k") moveRow(-1);
      else if (event.key === "/") {
        const search = document.querySelector("[data-search]");
        event.preventDefault();
        if (search) search.focus();
        else open("#palette");
      } else if (event.key === "?") open("#keys");
      else if (event.key === "x") document.activeElement?.closest("[data-row]")?.querySelector("[data-key='x']")?.click();
      else if (event.key === "e") document.activeElement?.closest("[data-row]")?.parentElement?.querySelector("[data-key='e']")?.click();
    };
    const typed = (event) => event.target.matches?.("#palette input") && filterPalette(event.target);
    const outside = (event) => event.target.tagName === "DIALOG" && event.target.close();
    document.documentElement.dataset.alive = "true";
    document.addEventListener("keydown", pressed);
    document.addEventListener("click", clicked);
    document.addEventListener("mousedown", outside);
    document.addEventListener("input", typed);
    document.addEventListener("mouseover", light);
    document.addEventListener("focusin", light);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("click", clicked);
      document.removeEventListener("mousedown", outside);
      document.removeEventListener("input", typed);
      document.removeEventListener("mouseover", light);
      document.removeEventListener("focusin", light);
    };
  }, [navigate]);
  return null;
}

// Scrolls the cited span into view once it is there.
export function ScrollToMark({ when }) {
  useEffect(() => {
    const mark = when && document.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "center" });
  }, [when]);
  return null;
}

// Judged here while typing; the server judges again, and whether it is easily guessed.
export function PasswordRules({ inputId, shortest }) {
  const [length, setLength] = useState(0);
  useEffect(() => {
    const input = document.getElementById(inputId);
    const measure = () => setLength([...input.value].length);
    input.addEventListener("input", measure);
    measure();
    return () => input.removeEventListener("input", measure);
  }, [inputId]);
  const met = length >= shortest;
  return (
    <ul className="password-rules" id="password-rules" aria-live="polite">
      <li className={met ? "met" : ""}>
        <span aria-hidden="true">{met ? "✓" : "○"}</span>
        {met ? `Long enough` : `At least ${shortest} characters${length ? `, ${shortest - length} to go` : ""}`}
      </li>
      <li><span aria-hidden="true">○</span>Not a common password; three or four unrelated words are fine</li>
    </ul>
  );
}

// What was chosen, and at once whether it is too large to be sent; while it is sent the button says so.
export function FileChosen({ inputId, most, limit }) {
  const [words, setWords] = useState("");
  useEffect(() => {
    const input = document.getElementById(inputId);
    const look = () => {
      const file = input.files[0];
      const large = file && file.size > most ? `A file may have at most ${limit}; this one has ${sizeOf(file.size)}.` : "";
      input.setCustomValidity(large);
      setWords(large || (file ? `${file.name}, ${sizeOf(file.size)}` : ""));
      input.closest(".drop").dataset.state = large ? "problem" : file ? "chosen" : "";
    };
    const send = () => {
      const button = input.form.querySelector("[type=submit]");
      button.setAttribute("aria-busy", "true");
      setTimeout(() => (button.disabled = true)); // after the form took its fields
    };
    const back = () => {
      const button = input.form?.querySelector("[type=submit]");
      if (button) [button.disabled = false, button.removeAttribute("aria-busy")];
      look();
    };
    input.addEventListener("change", look);
    input.form.addEventListener("submit", send);
    addEventListener("pageshow", back);
    return () => {
      input.removeEventListener("change", look);
      removeEventListener("pageshow", back);
    };
  }, [inputId]);
  return <span className="chosen-file" role="status">{words}</span>;
}

function sizeOf(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

// Closes its dialog each time `when` rises: what was in it is saved.
export function CloseWhen({ dialog, when }) {
  const last = useRef(when);
  useEffect(() => {
    if (when !== last.current) document.getElementById(dialog)?.close();
    last.current = when;
  }, [when, dialog]);
  return null;
}

// Calls back each time `when` rises, once the first value is known.
export function Whenever({ when, onRise }) {
  const last = useRef(when);
  useEffect(() => {
    if (when > last.current) onRise?.();
    last.current = when;
  }, [when]);
  return null;
}

// Brings an element into view each time `when` gets another value.
export function ScrollTo({ target, when }) {
  useEffect(() => {
    const element = when && document.getElementById(target);
    if (element) element.scrollIntoView({ block: "start" });
  }, [when, target]);
  return null;
}
