// The WebSocket protocol, spoken by the npm package `ws`:  node ws_suite.mjs PORT
import assert from 'node:assert/strict';
import { once } from 'node:events';
import WebSocket from 'ws';

const port = process.argv[2];
const base = `127.0.0.1:${port}`;
const view = () => fetch(`http://${base}/views/suite`, { method: 'POST' });

async function open(options) {
  const socket = new WebSocket(`ws://${base}/live?topics=views:suite`, options);
  const message = once(socket, 'message');
  await once(socket, 'open');
  const [first] = await message;
  return { socket, first: JSON.parse(first) };
}

async function closed(socket) {
  const [code, reason] = await once(socket, 'close');
  return [code, reason.toString()];
}

const cases = {
  async 'a reader gets the state, and every change'() {
    const { socket, first } = await open();
    assert.equal(first.topic, 'views:suite');
    assert.match(first.offset, /^[0-9a-z]+:\d+$/);
    const next = once(socket, 'message');
    await view();
    assert.equal(JSON.parse((await next)[0]).total, first.total + 1);
    socket.close(1000, 'thank you');
    assert.deepEqual(await closed(socket), [1000, '']);
  },
  async 'pings are answered with what they said'() {
    const { socket } = await open();
    for (const said of ['', 'hello', 'x'.repeat(125)]) {
      const pong = once(socket, 'pong');
      socket.ping(said);
      assert.equal((await pong)[0].toString(), said);
    }
    socket.terminate();
  },
  async 'messages are taken in fragments, with pings between them'() {
    const { socket } = await open();
    socket.send('€ in three', { fin: false });
    const pong = once(socket, 'pong');
    socket.ping('between');
    socket.send(' fragments', { fin: false });
    socket.send('', { fin: true });
    socket.send(Buffer.alloc(60_000, 0xff));
    assert.equal((await pong)[0].toString(), 'between');
    socket.close(3000);
    assert.equal((await closed(socket))[0], 3000);
  },
  async 'a message over the limit is closed with 1009'() {
    const { socket } = await open();
    socket.send('x'.repeat(65_537));
    assert.equal((await closed(socket))[0], 1009);
  },
  async 'text that is not UTF-8 is closed with 1007'() {
    const { socket } = await open();
    socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
    assert.equal((await closed(socket))[0], 1007);
  },
  async 'a frame without a mask is closed with 1002'() {
    const { socket } = await open();
    socket.send('unmasked', { mask: false });
    assert.equal((await closed(socket))[0], 1002);
  },
  async 'compression is not agreed on'() {
    const { socket } = await open({ perMessageDeflate: true });
    assert.equal(socket.extensions, '');
    socket.terminate();
  },
  async 'another version is answered with the one that is spoken'() {
    const socket = new WebSocket(`ws://${base}/live?topics=views:suite`, { protocolVersion: 8 });
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    assert.equal(response.statusCode, 426);
    assert.equal(response.headers['sec-websocket-version'], '13');
    socket.terminate();
  },
  async 'a thousand readers hear of one change'() {
    const readers = [];
    for (let i = 0; i < 1000; i += 50) {
      readers.push(...(await Promise.all(Array.from({ length: 50 }, () => open()))));
    }
    const heard = readers.map(({ socket }) => once(socket, 'message'));
    await view();
    await Promise.all(heard);
    readers.forEach(({ socket }) => socket.terminate());
  },
};

for (const [name, run] of Object.entries(cases)) {
  await run();
  console.log('ok', name);
}
