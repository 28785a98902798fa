import { urlMaxLength } from "#core/development.ts";

/**
 * `href` as an absolute http or https address, or undefined when it is none.
 *
 * A relative one starts from `baseUrl`; one that carries a password is none.
 */
export function webUrl(href: string | undefined, baseUrl?: string): string | undefined {
  const written = href?.trim();
  if (written === undefined || written === "" || written === "#") return undefined;
  const url = URL.canParse(written, baseUrl) ? new URL(written, baseUrl) : undefined;
  if (url === undefined || !isWeb(url) || url.password !== "") return undefined;
  // It means the same to servers, and ends no attribute wherever the address is written.
  const address = url.href.replaceAll("'", "%27");
  return address.length > urlMaxLength ? undefined : address;
}

/** Whether the address is one of the web. */
export function isWeb(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}
