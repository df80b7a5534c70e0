// A worker of the simulation: loads the page's own WebAssembly module and answers its messages one by one.
// The first message names the two addresses; every later one is a text for the module.
let answer;

self.onmessage = (event) => {
  if (answer === undefined) {
    answer = start(event.data);
  } else {
    answer = answer.then(async (reply) => {
      self.postMessage(await reply(event.data));
      return reply;
    });
  }
  answer.catch((error) => self.postMessage(JSON.stringify({ broken: { reason: String(error) } })));
};

async function start({ script, module }) {
  const page = await import(script);
  await page.default({ module_or_path: module });
  self.postMessage(JSON.stringify("ready"));
  return page.answer_in_worker;
}
