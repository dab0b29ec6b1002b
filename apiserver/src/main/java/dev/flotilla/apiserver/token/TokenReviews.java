package dev.flotilla.apiserver.token;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.TokenVerdict;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code tokenreviews}: whose is this token? */
public final class TokenReviews implements ResourceRequest.Answer {
    private static final String BAD_TOKEN = "invalid bearer token";

    private final TokenAuthenticator tokens;

    public TokenReviews(TokenAuthenticator tokens) {
        this.tokens = tokens;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        ObjectNode review = Posted.read(request.http(), request.verb(), "TokenReview");
        String token = review.path("spec").path("token").asString("");
        if (token.isEmpty()) {
            throw StatusError.badRequest("token is required for TokenReview in authentication")
                    .exception();
        }
        List<String> audiences = new ArrayList<>();
        review.path("spec").path("audiences").forEach(each -> audiences.add(each.asString("")));
        review.putObject("metadata").putNull("creationTimestamp");
        ObjectNode status = review.putObject("status");
        switch (tokens.verify(token, audiences)) {
            case TokenVerdict.Accepted(UserInfo user, List<String> meant) -> accepted(status, user, meant);
            case TokenVerdict.Refused(String why) -> refused(status, "[" + BAD_TOKEN + ", " + why + "]");
            case TokenVerdict.Unknown _ -> refused(status, BAD_TOKEN);
        }
        return ApiResponse.json(201, review);
    }

    private static void accepted(ObjectNode status, UserInfo user, List<String> audiences) {
        status.put("authenticated", true);
        ObjectNode info = status.putObject("user").put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        user.groups().forEach(info.putArray("groups")::add);
        if (!user.extra().isEmpty()) {
            ObjectNode extra = info.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
        if (!audiences.isEmpty()) {
            audiences.forEach(status.putArray("audiences")::add);
        }
    }

    private static void refused(ObjectNode status, String why) {
        status.putObject("user");
        status.put("error", why);
    }
}
