"""Words for the model. What was crawled or typed by people goes in as JSON data, never into the words of a prompt."""
