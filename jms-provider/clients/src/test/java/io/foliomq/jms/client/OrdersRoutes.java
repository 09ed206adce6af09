package io.foliomq.jms.client;

import org.apache.camel.builder.RouteBuilder;

/** The routes of the manual's chapter on Camel. */
final class OrdersRoutes extends RouteBuilder {
    @Override
    public void configure() {
        from("jms:queue:orders?transacted=true&concurrentConsumers=3&selector=region='EU'")
                .validate(simple("${body} != 'nothing'"))
                .to("jms:queue:accepted");

        from("jms:queue:prices?concurrentConsumers=2").setBody(simple("${body} costs 3"));

        from("jms:topic:news?subscriptionShared=true&subscriptionDurable=true&subscriptionName=mail")
                .to("jms:queue:mail");
    }
}
