package io.foliomq.jms;

import jakarta.jms.IllegalStateException;

/** Which of the three API styles a connection or session was made by: the two old ones refuse the methods of the other domain (section 9.2). */
enum Domain {
    ANY,
    QUEUE,
    TOPIC;

    void requireTopics(String method) throws IllegalStateException {
        require(this != QUEUE, method);
    }

    void requireQueues(String method) throws IllegalStateException {
        require(this != TOPIC, method);
    }

    private void require(boolean allowed, String method) throws IllegalStateException {
        if (!allowed) {
            throw new IllegalStateException(
                    "method of the other domain: method=" + method + ", domain=" + this, "DOMAIN");
        }
    }
}
