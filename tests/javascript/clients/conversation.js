// A script and its test talk in lines of JSON. First, the test says which scene is played.

import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Play the scene that the test asks for, and return to the test what the scene returns. */
export async function play(scenes) {
  const { scene, ...told } = await hear();
  say({ returned: await scenes[scene](told) });
  await lines.return();
}

/** Where Alice's browser is sent, when she has answered what she is asked at this address. */
export async function answerOf(url, decision = "allow") {
  say({ open: String(url), decision });
  return new URL(await hear());
}

async function hear() {
  const { value } = await lines.next();
  return JSON.parse(value);
}

function say(message) {
  console.log(JSON.stringify(message));
}
