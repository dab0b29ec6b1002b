package dev.flotilla.apiserver.outbound;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a call as a kube-apiserver would, where its users know the words. */
final class GoNetworkError {
    private GoNetworkError() {}

    static String text(@Nullable Throwable failure, Target target) {
        String where = target.address().orElse(target.host()) + ":" + target.port();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertPathBuilderException _ -> {
                    return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
                }
                case CertificateException certificate -> {
                    if (certificate.getCause() == null) {
                        return "tls: failed to verify certificate: x509: " + certificate.getMessage();
                    }
                }
                case UnknownHostException _ -> {
                    return "dial tcp: lookup " + target.host() + ": no such host";
                }
                case ConnectException _ -> {
                    return "dial tcp " + where + ": connect: connection refused";
                }
                default -> {
                    // The cause below it may be known.
                }
            }
        }
        return failure instanceof SSLException
                ? "tls: " + failure.getMessage()
                : String.valueOf(failure == null ? "EOF" : failure.getMessage());
    }

    /** What a client of Kubernetes makes of an answer that is no success. */
    static String status(int code, String contentType, String body) {
        String said = contentType.startsWith("text/") ? body.strip() : "unknown";
        return switch (code) {
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> said;
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            case 406 -> "the server was unable to respond with a content type that the client supports";
            case 409 -> "the server reported a conflict";
            case 413 -> "Request entity too large: limit is unknown";
            case 415 -> "the server was unable to process the request's content type";
            case 422 -> "the server rejected our request due to an error in our request";
            case 429 -> "the server has received too many requests and has asked us to try again later";
            case 503 -> "the server is currently unable to handle the request";
            case 504 ->
                "the server was unable to return a response in the time allotted, but may still be processing the"
                        + " request";
            default ->
                code >= 500
                        ? "an error on the server (\"" + said.replace("\"", "\\\"")
                                + "\") has prevented the request from succeeding"
                        : "the server rejected our request for an unknown reason";
        };
    }
}
