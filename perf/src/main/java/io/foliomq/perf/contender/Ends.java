package io.foliomq.perf.contender;

import java.util.function.Function;

/** Opens the two ends of a contender. */
interface Ends {
    Sender openSender(Setup setup);

    /** @param number 0, 1, …: on a topic each receiver has a subscription of its own */
    Receiver openReceiver(Setup setup, int number);

    /** @throws UnsupportedOperationException if there are no replies */
    default Requests openRequests(Setup setup) {
        throw new UnsupportedOperationException("no requests and replies: ends=" + this);
    }

    /** Ends that know no topics. */
    static Ends of(Function<Setup, Sender> sender, Function<Setup, Receiver> receiver) {
        return new Ends() {
            @Override
            public Sender openSender(Setup setup) {
                return sender.apply(setup);
            }

            @Override
            public Receiver openReceiver(Setup setup, int number) {
                return receiver.apply(setup);
            }
        };
    }
}
