import { Connection } from "../../core/live/web/connection.js";
import { equal } from "./expect.js";

/**
 * A connection over a socket of the test's own, and what was sent and refused.
 * @param {(connection: Connection, sent: any[], refused: string[]) => Promise<void>} test
 */
async function connected(test) {
  /** @type {any[]} */ const sent = [];
  /** @type {string[]} */ const refused = [];
  const page = /** @type {any} */ (globalThis);
  const { WebSocket, window, document } = page;
  page.WebSocket = class {
    static OPEN = 1;
    readyState = 1;
    send = (/** @type {string} */ text) => sent.push(JSON.parse(text));
    close = () => {};
  };
  page.window = new EventTarget();
  page.window.location = new URL("http://127.0.0.1/");
  page.document = new EventTarget();
  const nothing = () => {};
  const told = { message: nothing, open: nothing, state: nothing, lost: nothing };
  const connection = new Connection("/live/1", "", { ...told, refused: () => refused.push("refused") });
  try {
    await test(connection, sent, refused);
  } finally {
    connection.close();
    Object.assign(page, { WebSocket, window, document });
  }
}

const after = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
const soon = () => after(100);

Deno.test("a command goes at once, with the last beat", () =>
  connected(async (connection, sent) => {
    connection.receive({ type: "beat", n: 7 }, {});
    connection.send({ type: "play" });
    equal(sent, [{ type: "play", beat: 7 }]);
    await soon();
    equal(sent.length, 1);
  }));

Deno.test("a page that slept hears first what lay ready, and keeps the order", () =>
  connected(async (connection, sent) => {
    connection.receive({ type: "beat", n: 7 }, {});
    connection.beaten -= 5000;
    connection.send({ type: "pause" });
    connection.receive({ type: "beat", n: 12 }, {});
    connection.send({ type: "step", n: 1 });
    equal(sent, []);
    await soon();
    equal(sent, [{ type: "pause", beat: 12 }, { type: "step", n: 1, beat: 12 }]);
  }));

Deno.test("a page that has only frames to read, one after the other, waits for the beats among them", () =>
  connected(async (connection, sent) => {
    connection.receive({ type: "beat", n: 7 }, {});
    connection.beaten -= 5000;
    connection.send({ type: "pause" });
    await soon();
    equal(sent, []);
    for (const n of [8, 9, 10]) connection.receive({ type: "beat", n }, {});
    await soon();
    equal(sent, [{ type: "pause", beat: 10 }]);
  }));

Deno.test("where no beat comes the command goes with the one that it has", () =>
  connected(async (connection, sent) => {
    connection.receive({ type: "beat", n: 7 }, {});
    connection.beaten -= 5000;
    connection.send({ type: "pause" });
    await after(1100);
    equal(sent, [{ type: "pause", beat: 7 }]);
  }));

Deno.test("where the server is silent indeed a command is refused, and its question answered", () =>
  connected(async (connection, sent, refused) => {
    connection.receive({ type: "beat", n: 7 }, {});
    connection.beaten -= 5000;
    /** @type {unknown[]} */ const answers = [];
    connection.ask({ type: "act", name: "paint" }, (answer) => answers.push(answer));
    connection.mute = true;
    await after(1100);
    equal([sent, refused, answers], [[], ["refused"], [null]]);
  }));
