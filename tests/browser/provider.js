// A real provider of sign-in on loopback: whoever writes an address is that person, without a password.
// Of an address that begins with "unconfirmed", it says that nobody has confirmed it. Members are in a group.
import { once } from "node:events";
import Provider, { interactionPolicy } from "oidc-provider";

const port = Number(process.env.PORT);
const redirect = process.env.REDIRECT;
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);

function claims(address) {
  return {
    sub: address.replace(/^again-/, ""),
    email: address,
    email_verified: !address.startsWith("unconfirmed"),
    groups: address.startsWith("member") ? ["facilitators"] : ["others"],
  };
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "across",
      client_secret: process.env.SECRET,
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["groups"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["for tests alone"] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_context, address) => ({ accountId: address, claims: () => claims(address) }),
  interactions: { policy, url: (_context, interaction) => `/who/${interaction.uid}` },
});

async function body(request) {
  let text = "";
  request.setEncoding("utf8");
  for await (const piece of request) text += piece;
  return new URLSearchParams(text);
}

async function grantFor(accountId, params) {
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return grant.save();
}

provider.use(async (context, next) => {
  if (!context.path.startsWith("/who/")) return next();
  const { params } = await provider.interactionDetails(context.req, context.res);
  if (context.method === "GET") {
    context.body =
      '<!doctype html><title>Provider</title><form method="post">' +
      '<label>Address <input name="address"></label><button>Go on</button></form>';
    return undefined;
  }
  const accountId = (await body(context.req)).get("address");
  const result = { login: { accountId }, select_account: {}, consent: { grantId: await grantFor(accountId, params) } };
  await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: false });
  context.respond = false;
  return undefined;
});

const server = provider.listen(port, "127.0.0.1");
await once(server, "listening");
process.stdout.write("ready\n");
