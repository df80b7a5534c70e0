// The simulation: takes texts, answers with texts. A worker runs it, or the page itself where the browser allows none.
import start, { go_on, is_busy, take } from "./engine.js";

// Milliseconds of work, after which whoever wants something is heard.
const PIECE = 10;

// Starts the engine; its answers go to `tell`, the first of which says that it is ready. Gives the function that takes messages.
export function serve(tell) {
  const fail = (error) => tell(JSON.stringify({ broken: { reason: String(error) } }));
  const started = start();
  started.then(() => tell(JSON.stringify("ready")), fail);

  // A message to itself comes after the messages that wait already, and, unlike a timer, at once.
  const { port1, port2 } = new MessageChannel();
  let underway = false;
  const next = () => {
    underway = is_busy();
    if (underway) port2.postMessage(null);
  };
  const guarded = (work) => {
    try {
      const answer = work();
      if (answer !== undefined) tell(answer);
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
  const receive = serve((answer) => self.postMessage(answer));
  self.onmessage = (event) => receive(event.data);
}
