package io.foliomq.demo.web;

import org.springframework.http.HttpStatus;

/** A request that is answered with an error that says why. */
final class UploadRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    UploadRefused(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** 503: the same request may well succeed a little later. */
    static UploadRefused later(String message) {
        return new UploadRefused(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    HttpStatus status() {
        return status;
    }
}
