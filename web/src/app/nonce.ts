/** The one-time word by which the page's policy knows our own style elements. The server puts it into index.html for each answer. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

// Libraries that add style elements by themselves (scroll locks of dialogs) look for it here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
