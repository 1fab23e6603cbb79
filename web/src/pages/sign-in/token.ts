/** The token of a one-time link. It stands in the fragment, which no server sees; once read it is taken out of the address bar. */
let token = "";

export function linkToken(): string {
  const found = window.location.hash.slice(1);
  if (found) {
    token = found;
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }
  return token;
}

export function spendToken(): void {
  token = "";
}
