// A site where Alice signs in by Auth.js and its Mastodon provider, as they come from npm.

import { Auth } from "@auth/core";
import Mastodon from "@auth/core/providers/mastodon";

import { answerOf, play } from "./conversation.js";

/** The site that uses Auth.js, and the cookies that Alice's browser has of it. */
class Site {
  cookies = new Map();

  constructor({ issuer, client, origin }) {
    const { client_id: clientId, client_secret: clientSecret } = client;
    this.root = `${origin}/auth`;
    this.config = {
      basePath: "/auth",
      logger: { error() {}, warn() {} },
      providers: [Mastodon({ clientId, clientSecret, issuer })],
      secret: "for this run only",
      trustHost: true,
    };
  }

  get(action) {
    return this.fetch(new Request(`${this.root}/${action}`));
  }

  post(action, fields) {
    const body = new URLSearchParams(fields);
    return this.fetch(new Request(`${this.root}/${action}`, { method: "POST", body }));
  }

  async fetch(request) {
    request.headers.set("Cookie", [...this.cookies].map((cookie) => cookie.join("=")).join("; "));
    const response = await Auth(request, this.config);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    return response;
  }
}

await play({
  async sign_in(told) {
    const site = new Site(told);
    const { csrfToken } = await (await site.get("csrf")).json();
    const asking = await site.post("signin/mastodon", { csrfToken });
    const answer = await answerOf(asking.headers.get("Location"), told.decision);
    const signedIn = await site.fetch(new Request(answer));
    return {
      asked: Object.fromEntries(new URL(asking.headers.get("Location")).searchParams),
      landed: signedIn.headers.get("Location"),
      user: (await (await site.get("session")).json())?.user ?? null,
    };
  },
});
