package io.foliomq.jms.message;

import io.foliomq.jms.destination.DestinationKind;
import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Random;

/** Messages of all kinds with random headers, properties and bodies, the same for the same seed. */
final class RandomMessages {
    private static final MessageFactory FACTORY = new MessageFactory();

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    FolioMessage next() throws JMSException {
        FolioMessage message = body();
        if (random.nextBoolean()) {
            if (random.nextBoolean()) {
                message.setJMSCorrelationID(text());
            } else {
                message.setJMSCorrelationIDAsBytes(bytes());
            }
        }
        if (random.nextBoolean()) {
            DestinationKind kind = DestinationKind.values()[random.nextInt(DestinationKind.values().length)];
            message.setJMSReplyTo(FolioDestination.of(kind, "d" + text()));
        }
        if (random.nextBoolean()) {
            message.setJMSType(text());
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            Object value = value();
            if (!(value instanceof byte[] || value instanceof Character)) {
                message.setObjectProperty("p" + random.nextInt(20), value);
            }
        }
        return message;
    }

    private FolioMessage body() throws JMSException {
        switch (random.nextInt(6)) {
            case 0 -> {
                return FACTORY.createMessage();
            }
            case 1 -> {
                return FACTORY.createTextMessage(random.nextInt(5) == 0 ? null : text());
            }
            case 2 -> {
                FolioBytesMessage bytes = FACTORY.createBytesMessage();
                bytes.writeBytes(bytes());
                return bytes;
            }
            case 3 -> {
                FolioMapMessage map = FACTORY.createMapMessage();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.setObject("m" + text(), value());
                }
                return map;
            }
            case 4 -> {
                FolioStreamMessage stream = FACTORY.createStreamMessage();
                for (int i = random.nextInt(5); i > 0; i--) {
                    stream.writeObject(value());
                }
                return stream;
            }
            default -> {
                ArrayList<String> list = new ArrayList<>();
                list.add(text());
                return FACTORY.createObjectMessage(random.nextInt(4) == 0 ? null : list);
            }
        }
    }

    private Object value() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> (char) random.nextInt();
            case 5 -> random.nextInt();
            case 6 -> random.nextLong();
            case 7 -> random.nextFloat();
            case 8 -> random.nextDouble();
            case 9 -> bytes();
            default -> text();
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int widest = new int[] {0x7F, 0xFF, 0x7FF, 0xFFFF, 0x10FFFF}[random.nextInt(5)];
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(random.nextInt(widest + 1));
        }
        return text.toString();
    }
}
