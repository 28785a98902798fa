// Reads the body of a POST: bounded whatever its headers claim, and nothing but what a browser's form sends.

/** Largest body taken, in bytes. The site's longest form fills some hundred. */
export const bodyMaxBytes = 64 * 1024;

/** A form's fields; where a name comes twice the last counts. Files are left out. */
export type Fields = ReadonlyMap<string, string>;

export type ReadForm =
  | { readonly kind: "read"; readonly fields: Fields }
  | { readonly kind: "too-large" }
  | { readonly kind: "not-a-form" }
  | { readonly kind: "unreadable" };

/** The fields of the form that `request` carries. */
export async function readForm(request: Request): Promise<ReadForm> {
  const body = await readBody(request);
  if (body === undefined) return { kind: "too-large" };
  if (body.byteLength === 0) return { kind: "read", fields: new Map() };
  const type = (request.headers.get("Content-Type") ?? "").trim();
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    return { kind: "read", fields: new Map(new URLSearchParams(new TextDecoder().decode(body))) };
  }
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) return { kind: "not-a-form" };
  return await readMultipart(body, type);
}

/** Whether the body is within bounds; what is in it does not matter. */
export async function bodyFits(request: Request): Promise<boolean> {
  return (await readBody(request)) !== undefined;
}

/** The body's bytes, or undefined where there are too many: a length that is claimed is not believed. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get("Content-Length") ?? 0) > bodyMaxBytes) return undefined;
  if (request.body === null) return new Uint8Array(0);
  const body = new Uint8Array(bodyMaxBytes);
  let length = 0;
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    if (length + chunk.byteLength > bodyMaxBytes) return undefined;
    body.set(chunk, length);
    length += chunk.byteLength;
  }
  return body.subarray(0, length);
}

async function readMultipart(body: Uint8Array<ArrayBuffer>, type: string): Promise<ReadForm> {
  const data = await new Response(body, { headers: { "Content-Type": type } }).formData().catch(() => undefined);
  if (data === undefined) return { kind: "unreadable" };
  const texts = [...data].flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value]] : [],
  );
  return { kind: "read", fields: new Map(texts) };
}
