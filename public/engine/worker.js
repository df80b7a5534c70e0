// The simulation: takes texts, answers with texts. A worker runs it, or the page itself where the browser allows none.
import start, { go_on, is_busy, take } from "./engine.js";

// Milliseconds of work, after which whoever wants something is heard.
const PIECE = 10;

// Starts the engine; its answers go to `tell` with the milliseconds of work since the one before. The first says that it is ready. Gives the
// function that takes messages.
export function serve(tell) {
  const fail = (error) => tell(JSON.stringify({ broken: { reason: String(error) } }), 0);
  const started = start();
  started.then(() => tell(JSON.stringify("ready"), 0), fail);

  // A message to itself comes after the messages that wait already, and, unlike a timer, at once.
  const { port1, port2 } = new MessageChannel();
  let underway = false;
  let spent = 0;
  const next = () => {
    underway = is_busy();
    if (underway) port2.postMessage(null);
  };
  const guarded = (work) => {
    const begun = performance.now();
    try {
      const answer = work();
      spent += performance.now() - begun;
      if (answer !== undefined) {
        tell(answer, spent);
        spent = 0;
      }
      return true;
    } catch (error) {
      underway = false;
      fail(error);
      return false;
    }
  };
  port1.onmessage = () => {
    const until = performance.now() + PIECE;
    while (is_busy() && performance.now() < until) if (!guarded(go_on)) return;
    next();
  };
  return (message) =>
    started.then(() => {
      if (guarded(() => take(message)) && !underway) next();
    });
}

if (typeof document === "undefined") {
  const receive = serve((...answer) => self.postMessage(answer));
  self.onmessage = (event) => receive(event.data);
}
