// Draw files anew with bpmn-auto-layout: node auto_layout.mjs MODULE FROM TO, prints JSON.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [home, from, to] = process.argv.slice(2);
const { layoutProcess } = await import(pathToFileURL(home));
const found = {};
for (const name of readdirSync(from).filter((one) => one.endsWith(".bpmn"))) {
  const start = process.cpuUsage();
  let refused = "";
  try {
    writeFileSync(join(to, name), await layoutProcess(readFileSync(join(from, name), "utf8")));
  } catch (error) {
    refused = `${error.name}: ${error.message}`.slice(0, 200);
  }
  const { user, system } = process.cpuUsage(start);
  found[name] = { refused, cpu_seconds: (user + system) / 1e6 };
}
console.log(JSON.stringify(found));
