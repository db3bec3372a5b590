"""The page's scripts: ES modules, of which `page.js` is the one that the page begins with."""
