package dev.kindling.gateway.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Says whether a certificate and a private key belong together: while they are renewed, one of the
 * files may be new and the other one old, and no handshake would succeed.
 */
final class KeyPairs {
  private static final byte[] SIGNED = "either both or none".getBytes(StandardCharsets.US_ASCII);

  private KeyPairs() {}

  /**
   * Looks at the first certificate of a chain.
   *
   * @param certificate PEM
   * @param key PEM, PKCS #8
   * @throws IllegalArgumentException if they do not belong together, or are not what they should be
   */
  static void check(byte[] certificate, byte[] key) {
    try {
      PublicKey shown =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate))
              .getPublicKey();
      PrivateKey secret =
          KeyFactory.getInstance(shown.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der(key)));
      Signature signature = Signature.getInstance(algorithm(shown));
      signature.initSign(secret);
      signature.update(SIGNED);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(SIGNED);
      if (!signature.verify(signed)) {
        throw new IllegalArgumentException("the key is not that of the certificate");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("certificate and key do not go together: " + e, e);
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static byte[] der(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }
}
