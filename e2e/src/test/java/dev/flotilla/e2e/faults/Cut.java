package dev.flotilla.e2e.faults;

import dev.flotilla.e2e.faults.Endpoint.Part;

/** What no longer gets through. */
sealed interface Cut {
    String node();

    Direction direction();

    /** Whether bytes of the node itself are stopped, or those that are for it. */
    enum Direction {
        BOTH(true, true),
        OUT(true, false),
        IN(false, true);

        private final boolean sent;
        private final boolean received;

        Direction(boolean sent, boolean received) {
            this.sent = sent;
            this.received = received;
        }
    }

    /** Between a node with all that it carries, and all others. */
    record Isolated(String node, Direction direction) implements Cut {
        @Override
        public boolean stops(Endpoint sender, Endpoint receiver) {
            return !sender.node().equals(receiver.node())
                    && (direction.sent && sender.node().equals(node)
                            || direction.received && receiver.node().equals(node));
        }
    }

    /** Between a node's hub and every broker, its own too; brokers and hubs go on hearing each other. */
    record FromKafka(String node, Direction direction) implements Cut {
        @Override
        public boolean stops(Endpoint sender, Endpoint receiver) {
            Endpoint hub = Endpoint.hub(node);
            return direction.sent && sender.equals(hub) && receiver.part() == Part.BROKER
                    || direction.received && receiver.equals(hub) && sender.part() == Part.BROKER;
        }
    }

    /** The same cut of a node that is known only when it is made. */
    default Cut of(String resolved) {
        return switch (this) {
            case Isolated(var _, var direction) -> new Isolated(resolved, direction);
            case FromKafka(var _, var direction) -> new FromKafka(resolved, direction);
        };
    }

    boolean stops(Endpoint sender, Endpoint receiver);
}
