// What the browser remembers besides conversations; where it may keep nothing, for as long as the page is there.
const here = new Map();

export const remembered = (name, otherwise) => {
  try {
    return localStorage.getItem(`footnote-${name}`) ?? here.get(name) ?? otherwise;
  } catch {
    return here.get(name) ?? otherwise;
  }
};
export const remember = (name, value) => {
  here.set(name, value);
  try { localStorage.setItem(`footnote-${name}`, value); } catch { /* nothing may be kept */ }
};
export const dispose = (name) => {
  here.delete(name);
  try { localStorage.removeItem(`footnote-${name}`); } catch { /* nothing was kept */ }
};
