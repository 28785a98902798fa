/** One line of the log: fields have names, and none holds an address, a token or a body. */
export interface Log {
  /** @param event a stable name, for example `"slice.done"` */
  info(event: string, fields: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields: Readonly<Record<string, unknown>>): void;
}
