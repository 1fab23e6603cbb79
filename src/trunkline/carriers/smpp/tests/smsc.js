// An SMSC made with node-smpp, which has nothing in common with our own code. It is told by lines of JSON what to do, and tells
// in lines of JSON what it sees.
'use strict';
const fs = require('fs');
const smpp = require(process.argv[2] + '/node_modules/smpp');
const tls = process.argv[3] ? { key: fs.readFileSync(process.argv[3]), cert: fs.readFileSync(process.argv[4]) } : null;

let policy = {};
let count = 0;
const sessions = new Set();
const quiet = process.argv[5] === 'quiet';
const tell = (told) => quiet || process.stdout.write(JSON.stringify(told) + '\n');

const FORMS = {
  decimal: (n) => String(n),
  zeros: (n) => String(n).padStart(10, '0'),
  hex: (n) => n.toString(16),
  hexZeros: (n) => n.toString(16).toUpperCase().padStart(8, '0'),
  uuid: (n) => '0e999f21-81ef-4974-a414-' + n.toString(16).padStart(12, '0'),
  uuidUpper: (n) => ('e999f21-81ef-4974-a414-' + n.toString(16).padStart(12, '0')).toUpperCase(),
  underscore: (n) => `a_${n}`,
  none: () => '',
};

function receipt(pdu, n, how) {
  const id = FORMS[how.id || policy.id || 'decimal'](n);
  const fields = {
    source_addr: how.source || pdu.destination_addr, source_addr_ton: 1, source_addr_npi: 1,
    destination_addr: pdu.source_addr, esm_class: how.esm === undefined ? 4 : how.esm,
  };
  if (how.tlv) {
    fields.receipted_message_id = id;
    fields.message_state = how.tlv;
    fields.short_message = { message: Buffer.from(how.text || '') };
  } else {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2611221800 done date:2611221801 stat:${how.stat || 'DELIVRD'} ` +
      `err:${how.err || '000'} text:${pdu.short_message.message.toString().slice(0, 10)}`;
    fields.short_message = { message: Buffer.from(text, 'latin1') };
  }
  return fields;
}

function receivers() {
  return [...sessions].filter((s) => s.mode && s.mode !== 'bind_transmitter');
}

function deliver(fields) {
  const session = receivers()[0];
  if (!session) return tell({ event: 'nobody' });
  session.deliver_sm(fields, (answer) => tell({ event: 'deliver_resp', status: answer.command_status, tag: fields.service_type || '' }));
}

const plain = (value) => (Buffer.isBuffer(value) ? value.toString('hex') : value);

const server = smpp.createServer(tls || {}, (session) => {
  sessions.add(session);
  session.on('error', (error) => tell({ event: 'error', words: String(error) }));
  session.on('close', () => { sessions.delete(session); tell({ event: 'close' }); });
  for (const mode of ['bind_transceiver', 'bind_receiver', 'bind_transmitter']) {
    session.on(mode, (pdu) => {
      const right = pdu.password === 'secret';
      tell({ event: 'bind', mode, system_id: pdu.system_id, system_type: pdu.system_type, right });
      if (!right) return session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
      session.mode = mode;
      session.send(pdu.response({ system_id: 'node-smsc', sc_interface_version: 0x34 }));
      for (const fields of policy.at_bind || []) deliver(live(fields));
    });
  }
  session.on('unbind', (pdu) => { session.send(pdu.response()); tell({ event: 'unbind' }); session.close(); });
  session.on('enquire_link', (pdu) => { tell({ event: 'enquire_link' }); if (!policy.deaf) session.send(pdu.response()); });
  session.on('cancel_sm', (pdu) => { tell({ event: 'cancel', id: pdu.message_id }); session.send(pdu.response()); });
  session.on('query_sm', (pdu) => session.send(pdu.response({ message_id: pdu.message_id, final_date: '', message_state: 2, error_code: 0 })));
  session.on('submit_sm', (pdu) => {
    const status = Array.isArray(policy.status) ? policy.status.shift() || 0 : policy.status || 0;
    const n = ++count + (policy.from || 0);
    if (!quiet) {
      const told = { event: 'submit', n, mode: session.mode };
      for (const [key, value] of Object.entries(pdu)) {
        if (key === 'short_message') {
          told.text = plain(value.message);
          told.udh = value.udh ? value.udh.map(plain) : null;
        } else told[key] = plain(value);
      }
      tell(told);
    }
    if (policy.drop) { policy.drop -= 1; return session.socket.destroy(); }
    if (policy.silent) { policy.silent -= 1; return; }
    if (status) return session.send(pdu.response({ command_status: status }));
    const wanted = pdu.registered_delivery & 1;
    const hows = (wanted && policy.receipts) || [];
    for (const how of hows) if (how.before) deliver(receipt(pdu, n, how));
    const answer = () => session.send(pdu.response({ message_id: FORMS[policy.id || 'decimal'](n) }));
    if (policy.delay) setTimeout(answer, policy.delay); else answer();
    for (const how of hows) {
      if (how.before) continue;
      if (how.delay) setTimeout(() => deliver(receipt(pdu, n, how)), how.delay); else deliver(receipt(pdu, n, how));
    }
  });
});

function live(fields) {
  const told = { ...fields };
  if (told.octets !== undefined) { told.short_message = { message: Buffer.from(told.octets, 'hex') }; delete told.octets; }
  if (told.payload !== undefined) { told.message_payload = { message: Buffer.from(told.payload, 'hex') }; delete told.payload; }
  return told;
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  if (order.policy) policy = order.policy;
  if (order.deliver) deliver(live(order.deliver));
  if (order.raw) for (const session of receivers()) session.socket.write(Buffer.from(order.raw, 'hex'));
  if (order.drop) for (const session of [...sessions]) session.socket.destroy();
}).on('close', () => process.exit(0));

server.listen(0, '127.0.0.1', () => process.stdout.write(JSON.stringify({ event: 'ready', port: server.address().port }) + '\n'));
