// Reads and writes PDUs with node-smpp, one JSON object a line; octets are hexadecimal. Its filters are off: fields as they travel.
'use strict';
const { PDU } = require(process.argv[2] + '/node_modules/smpp');
PDU.prototype._filter = function () {};

const plain = (value) => {
  if (Buffer.isBuffer(value)) return { octets: value.toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  return value;
};
const live = (value) => (value !== null && typeof value === 'object' ? Buffer.from(value.octets, 'hex') : value);

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line);
  let told;
  try {
    if (asked.decode !== undefined) {
      const pdu = new PDU(Buffer.from(asked.decode, 'hex'));
      told = {};
      for (const [key, value] of Object.entries(pdu)) told[key] = plain(value);
    } else {
      const fields = {};
      for (const [key, value] of Object.entries(asked.fields)) fields[key] = live(value);
      told = { octets: new PDU(asked.encode, fields).toBuffer().toString('hex') };
    }
  } catch (error) {
    told = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(told) + '\n');
});
