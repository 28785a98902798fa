/**
 * The one file beside the table in which the local stack keeps its state: queues, mailbox, clock, secrets.
 *
 * SQLite is part of Node. Its exclusive lock also tells a second start on the same data; the system frees it when
 * the process dies, however it dies.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Notebook {
  readonly database: DatabaseSync;
  read(key: string): string | undefined;
  write(key: string, value: string): void;
  /** Keeps all that `work` writes, or nothing of it; one write to the disk instead of many. */
  together<Result>(work: () => Result): Result;
  close(): void;
}

/** The notebook under `dataFolder`, or undefined when another process holds it. */
export function openNotebook(dataFolder: string): Notebook | undefined {
  mkdirSync(dataFolder, { recursive: true });
  const database = new DatabaseSync(join(dataFolder, "notebook.db"));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    database.exec("CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;");
  } catch (error) {
    database.close();
    if (isLocked(error)) return undefined;
    throw error;
  }
  return notebookOn(database);
}

/** A notebook that is forgotten when it is closed. */
export function notebookInMemory(): Notebook {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;");
  return notebookOn(database);
}

function notebookOn(database: DatabaseSync): Notebook {
  const reading = database.prepare("SELECT value FROM notes WHERE key = ?");
  const writing = database.prepare(
    "INSERT INTO notes VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  let isOpen = false;
  return {
    database,
    together(work) {
      if (isOpen) return work();
      isOpen = true;
      database.exec("BEGIN");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      } finally {
        isOpen = false;
      }
    },
    read: (key) => reading.get(key)?.["value"] as string | undefined,
    write: (key, value) => void writing.run(key, value),
    close: () => database.close(),
  };
}

/** SQLite's own number for "database is locked" (SQLITE_BUSY, sqlite.org/rescode.html). */
const LOCKED = 5;

function isLocked(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === LOCKED;
}
