/** The door: sign-in, the owner's first visit, one-time links, invitations. */
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { FirstOwner } from "./FirstOwner";
import { Invitation } from "./Invitation";
import { LinkEntry } from "./LinkEntry";
import { PasswordEntry } from "./PasswordEntry";
import { linkToken } from "./token";

/** `first`: the owner is not made yet. `signedInAs`: who is in already, for an invitation. */
export default function SignIn({ first, signedInAs = "" }: { first: boolean; signedInAs?: string }) {
  const [here] = useLocation();
  const [link] = useState(linkToken);
  useEffect(() => {
    // Another link, pasted into the same tab.
    const again = () => window.location.reload();
    window.addEventListener("hashchange", again);
    return () => window.removeEventListener("hashchange", again);
  }, []);
  if (here.startsWith("/invitation")) return <Invitation link={link} signedInAs={signedInAs} />;
  if (first || (here.startsWith("/first") && link)) return <FirstOwner link={link} />;
  if (here === "/sign-in" && link) return <LinkEntry link={link} />;
  return <PasswordEntry />;
}
