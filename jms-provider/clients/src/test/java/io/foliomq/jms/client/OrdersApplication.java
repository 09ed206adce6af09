package io.foliomq.jms.client;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.ConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.support.converter.JacksonJsonMessageConverter;
import org.springframework.jms.support.converter.MessageConverter;
import org.springframework.jms.support.converter.MessageType;
import org.springframework.messaging.handler.annotation.SendTo;

/** The application of the manual's chapter on Spring Boot. */
@SpringBootApplication
class OrdersApplication {
    record Order(String what, int count) {}

    record Receipt(String text) {}

    @Bean
    ConnectionFactory connectionFactory(@Value("${orders.store}") String store) {
        return new FolioConnectionFactory(store);
    }

    @Bean
    MessageConverter json() {
        JacksonJsonMessageConverter converter = new JacksonJsonMessageConverter();
        converter.setTargetType(MessageType.TEXT);
        converter.setTypeIdPropertyName("type");
        return converter;
    }

    @JmsListener(destination = "orders", concurrency = "3-6", selector = "region = 'EU'")
    @SendTo("receipts")
    Receipt take(Order order) {
        if (order.count() <= 0) {
            throw new IllegalArgumentException("count: value=" + order.count());
        }
        return new Receipt(order.count() + " " + order.what());
    }
}
