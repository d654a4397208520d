import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const require = createRequire(import.meta.url);

function packaged() {
  try {
    return require.resolve(`@fakebyte/${process.platform}-${process.arch}/bin/fakebyte`);
  } catch {
    return undefined;
  }
}

function onPath() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, "fakebyte");
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The program's path: $FAKEBYTE, else the platform's package, else the one on $PATH. Throws where there is none. */
export function findBinary() {
  const found = process.env.FAKEBYTE || packaged() || onPath();
  if (!found)
    throw new Error(`fakebyte: there is no package for ${process.platform}-${process.arch}, none is on PATH, and FAKEBYTE does not name one`);
  return found;
}
