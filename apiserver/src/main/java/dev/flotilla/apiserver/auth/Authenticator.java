package dev.flotilla.apiserver.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Recognises the user behind credentials. */
public interface Authenticator {
    Authentication authenticate(Credentials credentials);

    /** Client certificates alone. */
    static Authenticator certificates() {
        return certificatesAndTokens(_ -> Optional.empty());
    }

    /**
     * A bearer token decides if there is one, else the client certificate: its common name is the user, its
     * organizations are the groups.
     */
    static Authenticator certificatesAndTokens(Function<String, Optional<UserInfo>> tokens) {
        return credentials -> {
            if (credentials.bearer().isPresent()) {
                return credentials
                        .bearer()
                        .flatMap(tokens)
                        .<Authentication>map(Authentication.Known::new)
                        .orElse(Authentication.Rejected.REJECTED);
            }
            return credentials
                    .certificate()
                    .<Authentication>map(certificate ->
                            subject(certificate.getSubjectX500Principal().getName()))
                    .orElse(Authentication.None.NONE);
        };
    }

    private static Authentication subject(String distinguishedName) {
        try {
            String user = "";
            List<String> groups = new ArrayList<>();
            for (Rdn rdn : new LdapName(distinguishedName).getRdns()) {
                switch (rdn.getType()) {
                    case "CN" -> user = rdn.getValue().toString();
                    case "O" -> groups.add(rdn.getValue().toString());
                    default -> {}
                }
            }
            return user.isEmpty()
                    ? Authentication.Rejected.REJECTED
                    : new Authentication.Known(UserInfo.authenticated(user, groups));
        } catch (InvalidNameException e) {
            return Authentication.Rejected.REJECTED;
        }
    }
}
