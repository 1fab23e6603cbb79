// A webhook app for Node: signatures checked with the library's validateRequest, answers made with its MessagingResponse.
'use strict';
const assert = require('node:assert/strict');
const http = require('node:http');
const twilio = require('twilio');

const NUMBER = '+15557770002';
const HANDSET = '+15551230002';
const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, TRUNKLINE_API_URL: api } = process.env;
const client = twilio(account, token);
const seen = [];

const app = http.createServer((request, response) => {
  let form = '';
  request.on('data', (part) => { form += part; });
  request.on('end', () => {
    const parameters = Object.fromEntries(new URLSearchParams(form));
    const url = `http://${request.headers.host}${request.url}`;
    seen.push({ parameters, genuine: twilio.validateRequest(token, request.headers['x-twilio-signature'], url, parameters) });
    const reply = new twilio.twiml.MessagingResponse();
    reply.message(`Node heard ${parameters.Body}`);
    response.setHeader('Content-Type', 'text/xml');
    response.end(reply.toString());
  });
});

// Straight to the server, as the simulated network's phones do; the variables of `trunkline run` are for the library.
function network(method, path, parameters) {
  const form = new URLSearchParams(parameters).toString();
  return new Promise((resolve, reject) => {
    const request = http.request(`${api}/network/v1${path}`, {
      method, auth: `${account}:${token}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    }, (answer) => {
      let body = '';
      answer.on('data', (part) => { body += part; });
      answer.on('end', () => resolve(JSON.parse(body)));
    });
    request.on('error', reject);
    request.end(method === 'GET' ? undefined : form);
  });
}

app.listen(0, '127.0.0.1', async () => {
  try {
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: NUMBER });
    await client.incomingPhoneNumbers(number.sid).update({ smsUrl: `http://127.0.0.1:${app.address().port}/sms?shop=7&x=%20y`, smsMethod: 'POST' });
    await network('POST', `/Handsets/${HANDSET}/Messages`, { To: NUMBER, Body: 'ümlaut & 🍞' });
    const end = Date.now() + 20000;
    let reply;
    while (!reply && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const held = await network('GET', `/Handsets/${HANDSET}/Messages`, {});
      reply = held.messages.find((text) => text.body === 'Node heard ümlaut & 🍞');
    }
    assert.ok(reply, 'no reply reached the phone');
    assert.equal(seen.length, 1);
    assert.ok(seen[0].genuine, "the library's validateRequest did not take the signature");
    assert.equal(seen[0].parameters.From, HANDSET);
    await client.incomingPhoneNumbers(number.sid).update({ smsUrl: number.smsUrl });
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
});
