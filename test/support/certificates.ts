import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findExecutable } from "../../runtime/src/embedded/redis-server.ts";
import { environmentOf, unpackDebianPackages } from "./debian.ts";

/** PEM files of a server's certificate and its key. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority that nobody trusts by itself; all its files are in one folder. */
export interface CertificateAuthority {
  /** PEM file with its certificate. */
  readonly certificate: string;
  /** `names` as OpenSSL writes them, e.g. `DNS:localhost,IP:127.0.0.1`; valid for two days. */
  issue(file: string, names: string): ServerCertificate;
}

/** Makes an authority in `directory` with OpenSSL. */
export function createAuthority(directory: string): CertificateAuthority {
  const openssl = findOpenssl();
  const pathOf = (file: string): string => join(directory, file);
  const config = pathOf("openssl.cnf");
  // One of our own: what the system's holds differs.
  writeFileSync(
    config,
    "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n",
  );
  const request = (name: string, keyFile: string, out: string, ...more: readonly string[]): void =>
    openssl([
      ...["req", "-new", "-config", config, "-newkey", "rsa:2048", "-nodes", "-sha256"],
      ...["-subj", `/CN=${name}`, "-keyout", keyFile, "-out", out, ...more],
    ]);
  const certificate = pathOf("ca.pem");
  const key = pathOf("ca.key");
  request("Berrys tests", key, certificate, "-x509", "-extensions", "ca", "-days", "2");
  return {
    certificate,
    issue: (file, names) => {
      const issued = { certificate: pathOf(`${file}.pem`), key: pathOf(`${file}.key`) };
      const [requested, extensions] = [pathOf(`${file}.csr`), pathOf(`${file}.ext`)];
      writeFileSync(extensions, `subjectAltName=${names}\n`);
      request(file, issued.key, requested);
      openssl([
        ...["x509", "-req", "-in", requested, "-CA", certificate, "-CAkey", key, "-sha256"],
        ...["-CAcreateserial", "-extfile", extensions, "-days", "2", "-out", issued.certificate],
      ]);
      return issued;
    },
  };
}

function findOpenssl(): (args: readonly string[]) => void {
  const onPath = findExecutable(["openssl"]);
  const root = onPath === null ? unpackDebianPackages("openssl", ["openssl"]) : null;
  const executable = onPath ?? (root === null ? null : join(root, "usr/bin/openssl"));
  if (executable === null) {
    throw new Error("The tests of TLS need OpenSSL: `sudo apt-get install openssl`.");
  }
  const env = root === null ? process.env : environmentOf(root);
  return (args) => {
    execFileSync(executable, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  };
}
