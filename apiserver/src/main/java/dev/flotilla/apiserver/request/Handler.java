package dev.flotilla.apiserver.request;

/** Answers a request. Runs on a virtual thread and may block; refusals leave as StatusException. */
public interface Handler {
    ApiResponse handle(ApiRequest request);
}
