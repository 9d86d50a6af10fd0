import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.security.spec.*;
import java.util.*;
import java.util.regex.Pattern;
import javax.crypto.*;
import javax.crypto.spec.SecretKeySpec;

/** Verifies signed calls of the gateway (RFC 9421, HMAC-SHA256). Needs Java 17 and nothing else. */
public final class VerifyCall {
  private static final long WINDOW = 60;
  private static final Pattern PARAMS = Pattern.compile("call=(" + Pattern.quote("(\"@method\" \"@path\" \"content-digest\" "
      + "\"modellregion-caller\")") + ";created=(\\d{1,12});nonce=\"([\\w-]+)\";keyid=\"([\\w.-]+)\";alg=\"hmac-sha256\";"
      + "tag=\"modellregion-call-v1\")");
  public record CallKey(String kid, String x25519, String d) {}
  private final Map<String, byte[]> keys = new HashMap<>();
  private final Map<String, Long> seen = new HashMap<>();
  /** own: our private call keys; gateway: its public ones, d is null there. */
  public VerifyCall(List<CallKey> own, List<CallKey> gateway) throws GeneralSecurityException {
    var factory = KeyFactory.getInstance("X25519");
    for (var theirs : gateway) for (var ours : own) {
      var agreement = KeyAgreement.getInstance("X25519");
      agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, raw(ours.d()))));
      byte[] u = raw(theirs.x25519());
      for (int i = 0; i < 16; i++) { byte swap = u[i]; u[i] = u[31 - i]; u[31 - i] = swap; } // little-endian
      u[0] &= 0x7f;
      var peer = new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, u));
      agreement.doPhase(factory.generatePublic(peer), true);
      String id = theirs.kid() + "." + ours.kid();
      byte[] pseudorandom = hmac(new byte[32], agreement.generateSecret()); // HKDF (RFC 5869), one block
      keys.put(id, hmac(pseudorandom, ("modellregion call v1 " + id + "\u0001").getBytes(StandardCharsets.UTF_8)));
    }
  }
  /** JSON of the caller's claims, or empty: then answer 401. headers by lower-case name; path without query. */
  public synchronized Optional<String> verify(String method, String path, Map<String, String> headers, byte[] body,
      long now) throws GeneralSecurityException {
    var hash = MessageDigest.getInstance("SHA-256").digest(body);
    var digest = "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
    var found = PARAMS.matcher(headers.getOrDefault("signature-input", ""));
    var caller = headers.getOrDefault("modellregion-caller", "");
    if (!found.matches() || !method.equals("POST") || !digest.equals(headers.get("content-digest"))) return Optional.empty();
    var key = keys.get(found.group(4));
    if (key == null || Math.abs(now - Long.parseLong(found.group(2))) > WINDOW) return Optional.empty();
    var base = "\"@method\": POST\n\"@path\": " + path + "\n\"content-digest\": " + digest + "\n\"modellregion-caller\": "
        + caller + "\n\"@signature-params\": " + found.group(1);
    var mac = Base64.getEncoder().encodeToString(hmac(key, base.getBytes(StandardCharsets.UTF_8)));
    byte[] given = headers.getOrDefault("signature", "").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, ("call=:" + mac + ":").getBytes(StandardCharsets.UTF_8))) return Optional.empty();
    seen.values().removeIf(at -> now - at > 2 * WINDOW);
    if (seen.putIfAbsent(found.group(3), now) != null) return Optional.empty();
    return Optional.of(new String(raw(caller), StandardCharsets.UTF_8));
  }
  private static byte[] raw(String text) { return Base64.getUrlDecoder().decode(text); }
  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }
}
