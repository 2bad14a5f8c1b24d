// A real identity provider for tests, on loopback: anybody signs in under any name, with any password.
//
//   node provider.js SETTINGS     (JSON: port, kid, client, secret, address, people)

import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const { port, kid, client, secret, address, people } = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

const provider = new Provider(`http://localhost:${port}`, {
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "ES256" }] },
  cookies: { keys: ["of the tests alone"] },
  claims: { openid: ["sub"], profile: ["preferred_username", "name", "groups", "branches"] },
  conformIdTokenClaims: false, // claims are in the ID token
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }), // it asks nobody on this machine else
  features: { backchannelLogout: { enabled: true } },
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [`${address}/staff`],
      post_logout_redirect_uris: [`${address}/staff`],
      backchannel_logout_uri: `${address}/api/notify/identity/back-channel`,
      id_token_signed_response_alg: "ES256",
    },
  ],
  findAccount: (_, login) => ({
    accountId: login,
    claims: () => ({ sub: login, preferred_username: login, ...people[login] }),
  }),
});
provider.on("backchannel.error", (_, error) => console.error("backchannel.error", error.message));
provider.listen(port, "localhost");
