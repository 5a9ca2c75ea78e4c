import { expect, test } from "vitest";
import { CertificateError } from "./certificate-error.ts";

test.each([
  ["CERT_HAS_EXPIRED", "renew it, or set the clock of this machine right"],
  ["CERT_NOT_YET_VALID", "renew it, or set the clock of this machine right"],
  ["CERT_REVOKED", "give the server a new one"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "write the URL with a host that the certificate names"],
])("%s is not mended by trusting more", (code, mending) => {
  const cause = Object.assign(new Error("the reason: "), { code });
  expect(new CertificateError(cause).message).toBe(`the reason; ${mending}`);
});
