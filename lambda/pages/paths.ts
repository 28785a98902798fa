// Where the pages live, relative to the site's origin: routes are laid there and links lead there.

export const homePath = "/";

export function topicPath(slug: string): string {
  return `/topics/${encodeURIComponent(slug)}`;
}

/** Where a topic's sign-up form stands. */
export function signUpPath(slug: string): string {
  return `${topicPath(slug)}#sign-up`;
}

export function subscribePath(slug: string): string {
  return `${topicPath(slug)}/subscribe`;
}

export function checkYourMailPath(slug: string): string {
  return `${topicPath(slug)}/check-your-mail`;
}

export function confirmPath(token: string): string {
  return `/confirm/${encodeURIComponent(token)}`;
}

export function preferencesPath(token: string): string {
  return `/preferences/${encodeURIComponent(token)}`;
}

export function renewPath(token: string): string {
  return `${preferencesPath(token)}/renew`;
}

export function leavePath(token: string): string {
  return `/unsubscribe/${encodeURIComponent(token)}`;
}
