import { randomBytes } from "node:crypto";
import type { Ids } from "#pipeline/ports/links.ts";

/** Bytes of chance in an id: 96 bits, 16 characters. */
const idBytes = 12;

/** Ids by the machine's own source of chance. */
export const randomIds: Ids = { subscriber: () => randomBytes(idBytes).toString("base64url") };
