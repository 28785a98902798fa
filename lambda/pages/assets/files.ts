// The few files that pages load, each under a name made from its bytes, so that browsers may keep it for ever.

import { createHash } from "node:crypto";
import { iconSvg } from "./icon.ts";
import { styles } from "./styles.ts";
import { zoneScriptSource } from "./zone-script.ts";

export interface AssetFile {
  readonly path: string;
  readonly contentType: string;
  readonly content: string;
}

/** Hex digits of the hash in a name: 48 bits are plenty to tell two versions of one file apart. */
const hashLength = 12;

export const stylesheet = assetFile("bulletin", "css", "text/css", styles);
export const zoneScript = assetFile("zone", "js", "text/javascript", zoneScriptSource);
export const icon = assetFile("icon", "svg", "image/svg+xml", iconSvg);

export const assetFiles: readonly AssetFile[] = [stylesheet, zoneScript, icon];

function assetFile(name: string, extension: string, contentType: string, content: string): AssetFile {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, hashLength);
  return { path: `/assets/${name}.${hash}.${extension}`, contentType: `${contentType}; charset=utf-8`, content };
}
