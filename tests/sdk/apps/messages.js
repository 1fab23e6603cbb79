// The official library for Node: send, list in pages, fetch, redact, delete, cancel, subaccounts, keys, numbers, errors.
'use strict';
const assert = require('node:assert/strict');
const twilio = require('twilio');

const NUMBER = '+15557770001';
const HANDSET = '+15551230001';
const account = process.env.TWILIO_ACCOUNT_SID;
const client = twilio(account, process.env.TWILIO_AUTH_TOKEN);

async function until(check) {
  for (const end = Date.now() + 20000; Date.now() < end; ) {
    const found = await check();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing came within 20 s');
}

async function refused(code, status, attempt) {
  await assert.rejects(attempt, (error) => {
    assert.deepEqual([error.code, error.status], [code, status], error.stack);
    assert.ok(error.moreInfo.endsWith(`/errors/${code}`), error.moreInfo);
    return true;
  });
}

async function messages() {
  const sent = await client.messages.create({ to: HANDSET, from: NUMBER, body: 'Hello from Node' });
  assert.match(sent.sid, /^SM[0-9a-f]{32}$/);
  assert.ok(Math.abs(Date.now() - sent.dateCreated.getTime()) < 300000);
  const done = await until(async () => {
    const found = await client.messages(sent.sid).fetch();
    return found.status === 'delivered' && found;
  });
  assert.equal(done.body, 'Hello from Node');
  assert.ok(done.dateSent instanceof Date);

  const to = '+15551239200';
  for (let n = 0; n < 5; n += 1) await client.messages.create({ to, from: NUMBER, body: `page ${n}` });
  const listed = await client.messages.list({ to, pageSize: 2 });
  assert.deepEqual(listed.map((m) => m.body), ['page 4', 'page 3', 'page 2', 'page 1', 'page 0']);
  assert.equal((await client.messages.list({ to, limit: 3, pageSize: 2 })).length, 3);
  const page = await client.messages.page({ to, pageSize: 3 });
  const next = await page.nextPage();
  assert.deepEqual(next.instances.map((m) => m.body), ['page 1', 'page 0']);
  assert.equal(await next.nextPage(), undefined);
  const back = await next.previousPage();
  assert.deepEqual(back.instances.map((m) => m.body), ['page 4', 'page 3', 'page 2']);
  const day = new Date(Date.now() - 86400000);
  await until(async () => (await client.messages.list({ to, dateSentAfter: day })).length === 5);
  assert.equal((await client.messages.list({ to, dateSentBefore: day })).length, 0);

  assert.equal((await client.messages(sent.sid).update({ body: '' })).body, '');
  assert.equal(await client.messages(sent.sid).remove(), true);
  await refused(20404, 404, () => client.messages(sent.sid).fetch());
  const later = await client.messages.create({
    to: HANDSET, from: NUMBER, body: 'Later', scheduleType: 'fixed', sendAt: new Date(Date.now() + 3600000),
  });
  assert.equal(later.status, 'scheduled');
  assert.equal((await client.messages(later.sid).update({ status: 'canceled' })).status, 'canceled');
}

async function accounts() {
  const sub = await client.api.v2010.accounts.create({ friendlyName: 'A shop' });
  assert.equal(sub.ownerAccountSid, account);
  const child = twilio(sub.sid, sub.authToken);
  assert.deepEqual(await child.messages.list(), []);
  assert.equal((await client.api.v2010.accounts(sub.sid).update({ status: 'suspended' })).status, 'suspended');
  await refused(20005, 401, () => child.messages.list());
  assert.equal((await client.api.v2010.accounts(sub.sid).update({ status: 'closed' })).status, 'closed');

  const key = await client.newKeys.create({ friendlyName: 'CI' });
  const byKey = twilio(key.sid, key.secret, { accountSid: account });
  assert.ok((await byKey.messages.list({ limit: 1 })).length === 1);
  assert.equal(await client.keys(key.sid).remove(), true);
  await refused(20003, 401, () => byKey.messages.list());
  const AccessToken = twilio.jwt.AccessToken;
  const token = new AccessToken(account, key.sid, key.secret, { identity: 'ann' });
  token.addGrant(new AccessToken.VideoGrant({ room: 'kitchen' }));
  assert.equal(token.toJwt().split('.').length, 3);
}

async function numbers() {
  const offered = await client.availablePhoneNumbers('US').local.list({ areaCode: 415, limit: 3 });
  assert.ok(offered.length === 3 && offered.every((n) => n.phoneNumber.startsWith('+1415')));
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber: offered[0].phoneNumber });
  assert.equal(bought.capabilities.sms, true);
  await refused(21422, 400, () => client.incomingPhoneNumbers.create({ phoneNumber: offered[0].phoneNumber }));
  assert.equal((await client.incomingPhoneNumbers(bought.sid).update({ friendlyName: 'Shop' })).friendlyName, 'Shop');
  assert.equal(await client.incomingPhoneNumbers(bought.sid).remove(), true);
}

async function documents() {
  const service = await client.sync.v1.services.create({ friendlyName: 'Orders' });
  const documents = client.sync.v1.services(service.sid).documents;
  const made = await documents.create({ uniqueName: 'one', data: { loaves: 2 } });
  assert.deepEqual(made.data, { loaves: 2 });
  assert.deepEqual((await documents('one').update({ data: { loaves: 3 }, ifMatch: made.revision })).data, { loaves: 3 });
  await refused(54103, 412, () => documents('one').update({ data: {}, ifMatch: made.revision }));
  assert.equal(await client.sync.v1.services(service.sid).remove(), true);
}

async function refusals() {
  await refused(20003, 401, () => twilio(account, 'f'.repeat(32)).messages.list());
  await refused(21211, 400, () => client.messages.create({ to: '12', from: NUMBER, body: 'x' }));
  await refused(21604, 400, () => client.messages.create({ to: '', from: NUMBER, body: 'x' }));
  await refused(21617, 400, () => client.messages.create({ to: HANDSET, from: NUMBER, body: 'x'.repeat(1601) }));
  await refused(20404, 404, () => client.messages('SM' + '0'.repeat(32)).fetch());
  await refused(20501, 501, () => client.verify.v2.services.list());
}

(async () => {
  for (const part of [messages, accounts, numbers, documents, refusals]) await part();
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
