// An OpenID provider that none of Firstcall's authors wrote, for its tests:
// panva's oidc-provider, over TLS, with a client for each way to authenticate.
// It reads its configuration as one line of JSON from standard input, writes
// its issuer as one line when it is ready, and ends when the input does.
import { once } from 'node:events';
import https from 'node:https';
import readline from 'node:readline';

import Provider from 'oidc-provider';

const lines = readline.createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
const [text] = await once(lines, 'line');
const { key, cert, ca, secret, jwk, subjectDN, redirectURI, seconds } = JSON.parse(text);

const grants = ['client_credentials', 'authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'];
const client = (method, more) => ({
  client_id: method,
  client_secret: secret,
  token_endpoint_auth_method: method,
  grant_types: grants,
  response_types: ['code'],
  redirect_uris: [redirectURI],
  application_type: 'native',
  scope: 'openid offline_access profile api:read',
  ...more,
});

const server = https.createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: false });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `https://localhost:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    client('client_secret_basic'),
    client('client_secret_post'),
    client('client_secret_jwt'),
    client('private_key_jwt', { client_secret: undefined, jwks: { keys: [jwk] } }),
    client('tls_client_auth', { client_secret: undefined, tls_client_auth_subject_dn: subjectDN }),
    client('none', { client_secret: undefined, grant_types: grants.slice(1) }),
  ],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'tls_client_auth', 'none'],
  scopes: ['openid', 'offline_access', 'profile', 'api:read'],
  claims: { openid: ['sub'], profile: ['name'] },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true },
    mTLS: {
      enabled: true,
      tlsClientAuth: true,
      getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.(),
      certificateAuthorized: (ctx) => ctx.socket.authorized,
      certificateSubjectMatches: (ctx, property, expected) => {
        if (property !== 'tls_client_auth_subject_dn') return false;
        return ctx.socket.getPeerX509Certificate().subject === expected;
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: (_ctx, resource) => ({
        scope: 'api:read',
        audience: resource,
        accessTokenTTL: seconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Zoë Ångström' }) }),
  rotateRefreshToken: true,
  issueRefreshToken: (_ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  ttl: { AccessToken: seconds, ClientCredentials: seconds, IdToken: 3600, RefreshToken: 3600, DeviceCode: 600, AuthorizationCode: 60, Grant: 3600, Session: 3600, Interaction: 600 },
  pkce: { required: () => true },
  cookies: { keys: [secret] },
});

// An API that takes the provider's opaque tokens.
provider.use(async (ctx, next) => {
  if (ctx.path !== '/api/whoami') return next();
  const raw = (ctx.get('authorization').match(/^Bearer (.+)$/i) || [])[1] || '';
  const token = (await provider.AccessToken.find(raw)) || (await provider.ClientCredentials.find(raw));
  if (!token || token.isExpired) {
    ctx.status = 401;
    ctx.set('www-authenticate', 'Bearer error="invalid_token"');
    ctx.body = { error: 'invalid_token' };
    return undefined;
  }
  ctx.body = { client: token.clientId, scope: token.scope };
  return undefined;
});

server.on('request', provider.callback());
console.log(issuer);
