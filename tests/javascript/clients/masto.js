// masto, as it comes from npm: what Elk and Phanpy are made with.

import { createOAuthAPIClient, createRestAPIClient } from "masto";

import { answerOf, play } from "./conversation.js";

const REDIRECT_URI = "http://localhost:5314/oauth";
const SCOPES = "read write follow";

await play({
  async sign_in({ issuer }) {
    const app = await apiFor({ issuer }).v1.apps.create({
      clientName: "masto",
      redirectUris: REDIRECT_URI,
      scopes: SCOPES,
      website: "https://client.example/",
    });
    const answer = await answerOf(authorizationUrl(issuer, app));
    const token = await createOAuthAPIClient({ url: issuer }).token.create({
      grantType: "authorization_code",
      ...credentials(app),
      redirectUri: REDIRECT_URI,
      code: answer.searchParams.get("code"),
      scope: SCOPES,
    });
    return { app, token };
  },

  async verify(told) {
    const api = apiFor(told);
    const account = await api.v1.accounts.verifyCredentials();
    const app = await api.v1.apps.verifyCredentials();
    return { username: account.username, app };
  },

  async introduce({ note, ...told }) {
    const { source } = await apiFor(told).v1.accounts.updateCredentials({ note });
    return source.note;
  },

  async post({ text, ...told }) {
    const api = apiFor(told);
    const again = { requestInit: { headers: { "Idempotency-Key": text } } };
    const draft = { status: text, visibility: "private", spoilerText: "A warning" };
    const status = await api.v1.statuses.create(draft, again);
    const repeated = await api.v1.statuses.create(draft, again);
    const reply = await api.v1.statuses.create({ status: "A reply", inReplyToId: status.id });
    const { descendants } = await api.v1.statuses.$select(status.id).context.fetch();
    const deleted = await api.v1.statuses.$select(status.id).remove();
    const gone = await refusal(api.v1.statuses.$select(status.id).fetch());
    return { status, repeated, reply, descendants, deleted, gone };
  },

  async relate({ name, ...told }) {
    const api = apiFor(told);
    const [account] = await api.v1.accounts.search.list({ q: name });
    const chosen = api.v1.accounts.$select(account.id);
    const states = {};
    for (const act of ["follow", "unfollow", "block", "unblock", "mute", "unmute"]) {
      await chosen[act]();
      [states[act]] = await api.v1.accounts.relationships.fetch({ id: [account.id] });
    }
    return states;
  },

  async read({ pages, ...told }) {
    const api = apiFor(told);
    const read = [];
    for await (const page of api.v1.timelines.public.list({ limit: 3 })) {
      read.push(page.map((status) => status.id));
      if (read.length === pages) break;
    }
    return read;
  },

  async search({ name, ...told }) {
    const api = apiFor(told);
    const { accounts } = await api.v2.search.list({ q: name, type: "accounts" });
    const found = await api.v1.accounts.lookup({ acct: name });
    const instance = await api.v2.instance.fetch();
    return { accounts, found, instance };
  },

  async be_refused(told) {
    const api = apiFor(told);
    const stranger = apiFor({ ...told, accessToken: "unknown" });
    const reader = apiFor({ ...told, accessToken: told.forReading });
    return {
      stranger: await refusal(stranger.v1.accounts.verifyCredentials()),
      reader: await refusal(reader.v1.statuses.create({ status: "Not sent" })),
      blank: await refusal(api.v1.statuses.create({ status: "" })),
      nobody: await refusal(api.v1.accounts.$select("0").fetch()),
      nameless: await refusal(api.v1.apps.create({ clientName: "", redirectUris: REDIRECT_URI })),
    };
  },

  async act_for_itself({ issuer, app }) {
    const token = await createOAuthAPIClient({ url: issuer }).token.create({
      grantType: "client_credentials",
      ...credentials(app),
      redirectUri: REDIRECT_URI,
    });
    const api = apiFor({ issuer, accessToken: token.accessToken });
    return {
      token,
      app: await api.v1.apps.verifyCredentials(),
      account: await refusal(api.v1.accounts.verifyCredentials()),
    };
  },

  async revoke({ issuer, app, accessToken }) {
    await createOAuthAPIClient({ url: issuer }).revoke({ ...credentials(app), token: accessToken });
    return refusal(apiFor({ issuer, accessToken }).v1.accounts.verifyCredentials());
  },
});

function apiFor({ issuer, accessToken }) {
  return createRestAPIClient({ url: issuer, accessToken });
}

function authorizationUrl(issuer, { clientId }) {
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    scope: SCOPES,
  };
  return `${issuer}/oauth/authorize?${new URLSearchParams(parameters)}`;
}

function credentials({ clientId, clientSecret }) {
  return { clientId, clientSecret };
}

/** What the library makes of a refusal. */
async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch ({ name, statusCode, message }) {
    return { name, statusCode, message };
  }
}
