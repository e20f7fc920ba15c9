// openid-client, as it comes from npm: the strictest reader of answers.

import * as openid from "openid-client";

import { answerOf, play } from "./conversation.js";

const HTTP = { algorithm: "oauth2", execute: [openid.allowInsecureRequests] };
const METHODS = {
  client_secret_basic: openid.ClientSecretBasic,
  client_secret_post: openid.ClientSecretPost,
  none: openid.None,
};

await play({
  async discover(told) {
    const server = (await configured(told)).serverMetadata();
    return { issuer: server.issuer, hasPKCE: server.supportsPKCE() };
  },

  async sign_in(told) {
    const { config, tokens } = await signedIn(told);
    return { username: await username(config, tokens), tokens };
  },

  async refresh(told) {
    const { config, tokens } = await signedIn(told);
    const fresh = await openid.refreshTokenGrant(config, tokens.refresh_token);
    return { before: tokens, after: fresh, username: await username(config, fresh) };
  },

  async use_the_code_twice(told) {
    const { config, answer, checks } = await signedIn(told);
    return refusal(openid.authorizationCodeGrant(config, answer, checks));
  },

  async be_denied(told) {
    return refusal(signedIn(told, "deny"));
  },

  async act_for_itself(told) {
    const config = await configured(told);
    const tokens = await openid.clientCredentialsGrant(config, { scope: "read" });
    return { tokens, posting: await refusal(post(config, tokens)) };
  },

  async introspect(told) {
    const { config, tokens } = await signedIn(told);
    const asking = await configured({ ...told, client: told.asking });
    const alive = await openid.tokenIntrospection(asking, tokens.access_token);
    await openid.tokenRevocation(config, tokens.refresh_token);
    return { alive, dead: await openid.tokenIntrospection(asking, tokens.access_token) };
  },

  async revoke(told) {
    const { config, tokens } = await signedIn(told);
    const hint = { token_type_hint: "refresh_token" };
    await openid.tokenRevocation(config, tokens.refresh_token, hint);
    return {
      using: await refusal(username(config, tokens)),
      refreshing: await refusal(openid.refreshTokenGrant(config, tokens.refresh_token)),
    };
  },

  async fetch_userinfo(told) {
    const { config, tokens } = await signedIn(told);
    return openid.fetchUserInfo(config, tokens.access_token, openid.skipSubjectCheck);
  },

  async register(told) {
    const config = await registered(told);
    const { tokens } = await signedIn({ ...told, config });
    return { client: config.clientMetadata(), username: await username(config, tokens) };
  },

  async register_in_vain(told) {
    return refusal(registered(told));
  },

  async begin_on_a_device(told) {
    return refusal(openid.initiateDeviceAuthorization(await configured(told), { scope: "read" }));
  },
});

/** A client of the server, by what the server says of itself. */
async function configured({ issuer, client, method = "client_secret_post" }) {
  const { client_id, client_secret } = client;
  const authentication = METHODS[method]();
  return openid.discovery(new URL(issuer), client_id, { client_secret }, authentication, HTTP);
}

/** A client that registers itself. */
async function registered({ issuer, redirect_uri, scope, method = "client_secret_post" }) {
  const metadata = {
    client_name: "openid-client",
    redirect_uris: [redirect_uri],
    scope,
    token_endpoint_auth_method: method,
  };
  const authentication = METHODS[method]();
  return openid.dynamicClientRegistration(new URL(issuer), metadata, authentication, HTTP);
}

/** Alice has allowed it, and the code is redeemed. */
async function signedIn(told, decision) {
  const config = told.config ?? (await configured(told));
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
  };
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: told.redirect_uri,
    scope: told.scope,
    state: checks.expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const answer = await answerOf(url, decision);
  const tokens = await openid.authorizationCodeGrant(config, answer, checks);
  return { config, tokens, answer, checks };
}

async function username(config, { access_token }) {
  const url = api(config, "accounts/verify_credentials");
  const response = await openid.fetchProtectedResource(config, access_token, url, "GET");
  return (await response.json()).username;
}

async function post(config, { access_token }) {
  const body = new URLSearchParams({ status: "Not sent" });
  return openid.fetchProtectedResource(config, access_token, api(config, "statuses"), "POST", body);
}

function api(config, path) {
  return new URL(`/api/v1/${path}`, config.serverMetadata().issuer);
}

/** What the library makes of a refusal. */
async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch ({ name, error, status, cause, message }) {
    const challenges = Array.isArray(cause) ? cause : undefined;
    return { name, error, status, challenges, message };
  }
}
