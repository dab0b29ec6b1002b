package dev.flotilla.apiserver.auth;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the user behind a client certificate: its common name is the user, its organizations are the groups. The
 * chain is built once for each certificate and authority and remembered for as long as both are used; times are looked
 * at with every request. A certificate without a common name says nothing about anybody, as for a kube-apiserver.
 */
public final class ClientCertificates implements Authenticator {
    private static final int REMEMBERED_MAX = 4096;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Supplier<String> authorities;
    private final InstantSource clock;
    private volatile Trust trust;

    /** Whom one bundle of authorities is known to have signed. */
    private record Trust(String pem, Set<TrustAnchor> anchors, Map<String, Authentication> known) {}

    /**
     * @param authorities the certificates of all authorities that are believed, PEM; asked with every request, so that
     *     authorities can be exchanged, and cheap therefore
     */
    public ClientCertificates(Supplier<String> authorities, InstantSource clock) {
        this.authorities = authorities;
        this.clock = clock;
        this.trust = trust(authorities.get());
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        List<X509Certificate> chain = credentials.certificates();
        if (chain.isEmpty()) {
            return Authentication.None.NONE;
        }
        Instant now = clock.instant();
        for (X509Certificate each : chain) {
            if (now.isBefore(each.getNotBefore().toInstant())
                    || now.isAfter(each.getNotAfter().toInstant())) {
                return new Authentication.Rejected("x509: certificate has expired or is not yet valid: current time "
                        + now + " is not within " + each.getNotBefore().toInstant() + " to "
                        + each.getNotAfter().toInstant());
            }
        }
        return verified(chain, now);
    }

    private Authentication verified(List<X509Certificate> chain, Instant now) {
        Trust current = trust;
        String pem = authorities.get();
        if (!current.pem().equals(pem)) {
            current = trust(pem);
            trust = current;
        }
        try {
            String fingerprint = fingerprint(chain.getFirst());
            @Nullable Authentication known = current.known().get(fingerprint);
            if (known != null) {
                return known;
            }
            verify(chain, current.anchors(), now);
            Authentication user = user(chain.getFirst(), fingerprint);
            if (current.known().size() >= REMEMBERED_MAX) {
                current.known().clear();
            }
            current.known().put(fingerprint, user);
            return user;
        } catch (GeneralSecurityException refused) {
            return new Authentication.Rejected("x509: " + refused.getMessage());
        }
    }

    private static void verify(List<X509Certificate> chain, Set<TrustAnchor> anchors, Instant now)
            throws GeneralSecurityException {
        X509Certificate leaf = chain.getFirst();
        @Nullable List<String> usages = leaf.getExtendedKeyUsage();
        if (usages != null && !usages.contains(CLIENT_AUTHENTICATION) && !usages.contains(ANY_USAGE)) {
            throw new GeneralSecurityException("the certificate is not meant for clients");
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static Authentication user(X509Certificate certificate, String fingerprint) {
        try {
            String user = "";
            List<String> groups = new ArrayList<>();
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                switch (rdn.getType()) {
                    case "CN" -> user = rdn.getValue().toString();
                    case "O" -> groups.add(rdn.getValue().toString());
                    default -> {}
                }
            }
            return user.isEmpty()
                    ? Authentication.None.NONE
                    : new Authentication.Known(UserInfo.authenticated(user, groups)
                            .withExtra(Map.of(UserInfo.CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint))));
        } catch (InvalidNameException _) {
            return new Authentication.Rejected("x509: the certificate's subject cannot be read");
        }
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private static Trust trust(String pem) {
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities(pem).forEach(each -> anchors.add(new TrustAnchor(each, null)));
        return new Trust(pem, Set.copyOf(anchors), new ConcurrentHashMap<>());
    }

    /**
     * The certificates in a bundle.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static List<X509Certificate> authorities(String pem) {
        List<X509Certificate> all = new ArrayList<>();
        try {
            for (Certificate each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                all.add((X509Certificate) each);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a bundle of PEM certificates: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no PEM certificate in the bundle of client authorities");
        }
        return List.copyOf(all);
    }
}
