using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
/// <summary>Verifies signed calls of the gateway (RFC 9421, HMAC-SHA256). Needs .NET (or Mono 6) and nothing else.</summary>
public sealed class VerifyCall {
  const long Window = 60;
  const string Components = "(\"@method\" \"@path\" \"content-digest\" \"modellregion-caller\")";
  static readonly Regex Params = new Regex("^call=(" + Regex.Escape(Components) + ";created=([0-9]{1,12});nonce=\"([\\w-]+)\";"
    + "keyid=\"([\\w.-]+)\";alg=\"hmac-sha256\";tag=\"modellregion-call-v1\")\\z", RegexOptions.ECMAScript);
  static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
  readonly Dictionary<string, byte[]> keys = new Dictionary<string, byte[]>();
  readonly Dictionary<string, long> seen = new Dictionary<string, long>();
  /// <summary>own: kid and private d of our call keys; gateway: kid and x25519 of its public ones.</summary>
  public VerifyCall(IDictionary<string, string> own, IDictionary<string, string> gateway) {
    foreach (var theirs in gateway) foreach (var ours in own) {
      var id = theirs.Key + "." + ours.Key; // HKDF (RFC 5869), one block
      var pseudorandom = Hmac(new byte[32], Agree(Raw(ours.Value), Raw(theirs.Value)));
      keys[id] = Hmac(pseudorandom, Encoding.UTF8.GetBytes("modellregion call v1 " + id + "\u0001"));
    }
  }
  /// <summary>JSON of the caller's claims, or null: then answer 401. headers by lower-case name; path without query.</summary>
  public string Verify(string method, string path, IDictionary<string, string> headers, byte[] body, long now) {
    Func<string, string> header = name => headers.TryGetValue(name, out var value) ? value : "";
    var digest = "sha-256=:" + Convert.ToBase64String(SHA256.Create().ComputeHash(body)) + ":";
    var found = Params.Match(header("signature-input"));
    if (!found.Success || method != "POST" || header("content-digest") != digest) return null;
    if (!keys.TryGetValue(found.Groups[4].Value, out var key)) return null;
    if (Math.Abs(now - long.Parse(found.Groups[2].Value)) > Window) return null;
    var text = "\"@method\": POST\n\"@path\": " + path + "\n\"content-digest\": " + digest + "\n\"modellregion-caller\": "
      + header("modellregion-caller") + "\n\"@signature-params\": " + found.Groups[1].Value;
    var expected = "call=:" + Convert.ToBase64String(Hmac(key, Encoding.UTF8.GetBytes(text))) + ":";
    var given = header("signature");
    if (given.Length != expected.Length || given.Zip(expected, (a, b) => a ^ b).Aggregate(0, (a, b) => a | b) != 0) return null;
    lock (seen) {
      foreach (var old in seen.Where(it => now - it.Value > 2 * Window).ToList()) seen.Remove(old.Key);
      try { seen.Add(found.Groups[3].Value, now); } catch (ArgumentException) { return null; }
    }
    return Encoding.UTF8.GetString(Raw(header("modellregion-caller")));
  }
  /// <summary>X25519 (RFC 7748): not in constant time, so derive at start, with keys from the registry, and never on demand.</summary>
  static byte[] Agree(byte[] k, byte[] u) {
    k[0] &= 248; k[31] = (byte)(k[31] & 127 | 64); u[31] &= 127;
    BigInteger x1 = new BigInteger(u.Concat(new byte[1]).ToArray()), x2 = 1, z2 = 0, x3 = x1, z3 = 1, n = new BigInteger(k);
    for (int t = 254, swap = 0; t >= -1; t--) {
      var bit = t < 0 ? 0 : (int)(n >> t & 1);
      if ((swap ^ bit) == 1) { (x2, x3) = (x3, x2); (z2, z3) = (z3, z2); }
      if ((swap = bit) >= 0 && t < 0) break;
      BigInteger a = x2 + z2, b = x2 - z2, e = a * a - b * b, da = (x3 - z3) * a, cb = (x3 + z3) * b;
      (x3, z3, x2, z2) = ((da + cb) * (da + cb) % P, x1 * (da - cb) * (da - cb) % P, a * a * b * b % P, e * (a * a + 121665 * e) % P);
    }
    var shared = ((x2 * BigInteger.ModPow(z2, P - 2, P) % P) + P) % P;
    return shared.ToByteArray().Concat(new byte[32]).Take(32).ToArray();
  }
  static byte[] Raw(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
  static byte[] Hmac(byte[] key, byte[] data) { using (var mac = new HMACSHA256(key)) return mac.ComputeHash(data); }
}
