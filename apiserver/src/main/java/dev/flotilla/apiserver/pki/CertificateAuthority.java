package dev.flotilla.apiserver.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs the certificates of one hub or one simulated fleet. Keys are EC P-256. Certificates begin an hour before the
 * instant they are asked for, so that a peer whose clock is a little behind accepts them.
 */
public final class CertificateAuthority {
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(730);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int RSA_BITS = 2048;
    private static final int SERIAL_BITS = 120;
    private static final Pattern IP = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Identity identity;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, Identity identity) {
        this.certificate = certificate;
        this.key = key;
        this.identity = identity;
    }

    public static CertificateAuthority generate(String commonName, Instant now) {
        KeyPair pair = ecKey();
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        try {
            var builder = builder(name, name, pair.getPublic(), now, AUTHORITY_LIFETIME)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            X509Certificate certificate = sign(builder, pair.getPrivate());
            return new CertificateAuthority(
                    certificate, pair.getPrivate(), new Identity(Pem.of(certificate), Pem.of(pair.getPrivate())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make certificates", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if the identity is no certificate with an EC key */
    public static CertificateAuthority load(Identity identity) {
        return new CertificateAuthority(
                Pem.certificate(identity.certificatePem()), Pem.key(identity.keyPem()), identity);
    }

    /** The authority's own certificate and key, for keeping. */
    public Identity identity() {
        return identity;
    }

    /** What clients need to trust its certificates. */
    public String certificatePem() {
        return identity.certificatePem();
    }

    /** @param hosts DNS names and IP addresses; localhost and 127.0.0.1 are always added */
    public Identity server(String commonName, Collection<String> hosts, Instant now) {
        GeneralName[] names = Stream.concat(Stream.of("localhost", "127.0.0.1"), hosts.stream())
                .distinct()
                .map(CertificateAuthority::generalName)
                .toArray(GeneralName[]::new);
        return issue(ecKey(), commonName, List.of(), new GeneralNames(names), now, KeyPurposeId.id_kp_serverAuth);
    }

    /**
     * For whoever is both ends of its connections.
     *
     * @param hosts DNS names and IP addresses
     */
    public Identity peer(String commonName, Collection<String> hosts, Instant now) {
        GeneralName[] names =
                hosts.stream().distinct().map(CertificateAuthority::generalName).toArray(GeneralName[]::new);
        return issue(
                ecKey(),
                commonName,
                List.of(),
                new GeneralNames(names),
                now,
                KeyPurposeId.id_kp_serverAuth,
                KeyPurposeId.id_kp_clientAuth);
    }

    /** @param groups the user's groups, as {@code system:masters} */
    public Identity client(String user, List<String> groups, Instant now) {
        return issue(ecKey(), user, groups, null, now, KeyPurposeId.id_kp_clientAuth);
    }

    /**
     * For the kubeconfig of a person. Its key is an RSA one: some client libraries take every key for that unless they
     * are told otherwise. Takes some tenths of a second.
     *
     * @param groups the user's groups, as {@code system:masters}
     */
    public Identity person(String user, List<String> groups, Instant now) {
        return issue(rsaKey(), user, groups, null, now, KeyPurposeId.id_kp_clientAuth);
    }

    private Identity issue(
            KeyPair pair,
            String commonName,
            List<String> organizations,
            @Nullable GeneralNames names,
            Instant now,
            KeyPurposeId... purposes) {
        X500NameBuilder subject = new X500NameBuilder();
        organizations.forEach(organization -> subject.addRDN(BCStyle.O, organization));
        subject.addRDN(BCStyle.CN, commonName);
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        try {
            var builder = builder(issuer, subject.build(), pair.getPublic(), now, CERTIFICATE_LIFETIME)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return new Identity(Pem.of(sign(builder, key)), Pem.of(pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make certificates", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey publicKey, Instant now, Duration lifetime) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(lifetime)),
                subject,
                publicKey);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static GeneralName generalName(String host) {
        return new GeneralName(IP.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static KeyPair rsaKey() {
        return keyPair("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
    }

    private static KeyPair ecKey() {
        return keyPair("EC", new ECGenParameterSpec("secp256r1"));
    }

    private static KeyPair keyPair(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no keys of " + algorithm + " with " + parameters, e);
        }
    }

    @Override
    public String toString() {
        X500Principal subject = certificate.getSubjectX500Principal();
        return "CertificateAuthority[" + subject + "]";
    }
}
