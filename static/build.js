// Compiles the styles and takes the scripts over to static/build, under names that hold a hash of their content, so
// that a browser may keep them for good. manifest.json says which name is which; a .gz lies beside each file.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { compile } from "sass";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const build = join(here, "build");
const styles = ["pupil", "telling", "staff"];
const scripts = readdirSync(here).filter((name) => name.endsWith(".js") && name !== basename(import.meta.url));
const notice = "/*! Styles: govuk-frontend, (c) Crown Copyright (Government Digital Service), MIT licence. */\n";

const files = {};
for (const name of scripts) {
  const { code } = await minify(readFileSync(join(here, name), "utf8"), { module: true, ecma: 2020 });
  files[name] = code;
}
for (const name of styles) {
  const { css } = compile(join(here, "scss", `${name}.scss`), {
    loadPaths: [join(here, "..", "node_modules", "govuk-frontend", "dist")],
    style: "compressed",
    charset: false,
  });
  if (/url\(["']?(?!data:)/.test(css)) throw new Error(`${name}.scss asks for a file that pages may not load`);
  files[`${name}.css`] = notice + (name === "pupil" ? lean(css) : css);
}

// What pupils fetch has a promised size. Every browser that these pages are made for knows custom properties, so what
// stands behind one for older browsers is left out, and so are prefixes for browsers of ten years ago.
function lean(css) {
  return css
    .replace(/var\((--govuk-[a-z-]+), ?#[0-9a-f]+\)/g, "var($1)")
    .replace(/(?<=[{;])-(?:webkit|moz|ms)-(?!text-size-adjust)[a-z-]+:[^;}]+;?/g, "");
}

rmSync(build, { recursive: true, force: true });
mkdirSync(build, { recursive: true });
const manifest = {};
for (const [name, content] of Object.entries(files)) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const hashed = name.replace(/\.(?=[^.]+$)/, `.${hash}.`);
  const squeezed = gzipSync(content, { level: 9 });
  writeFileSync(join(build, hashed), content);
  writeFileSync(join(build, `${hashed}.gz`), squeezed);
  manifest[name] = hashed;
  console.log(`${hashed}: ${content.length} bytes, ${squeezed.length} compressed`);
}
writeFileSync(join(build, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
