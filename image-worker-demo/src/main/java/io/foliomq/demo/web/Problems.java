package io.foliomq.demo.web;

import io.foliomq.demo.outage.Outage;
import jakarta.jms.JMSException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Failures as answers: {@code {"error":"…"}} with the right status, and a time to come back when that may help. */
@RestControllerAdvice
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<Map<String, String>> refused(UploadRefused e) {
        return answer(e.status(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> outage(Outage e) {
        LOG.warn("request postponed: cause={}", e.getMessage());
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "Storage is not available right now. Please try again shortly.");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> queue(JMSException e) {
        LOG.warn("request postponed: cause={}", e.getMessage());
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE, "The queue is not available right now. Please try again shortly.");
    }

    private static ResponseEntity<Map<String, String>> answer(HttpStatus status, String message) {
        var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.body(Map.of("error", message));
    }
}
