"""What is noted of the people one exchanges with: codes for the vault's register, and the words for them."""

from cima_desktop.i18n import N_

CARD_LEFT, CARD_CAME, CHECKED, UNCHECKED = "card_left", "card_came", "peer_checked", "peer_unchecked"
KEY_CHANGED, REVOKED, NOT_REVOKED = "box_changed", "peer_revoked", "peer_not_revoked"
HELD_PRINTED = "held_printed"

PEER_DEEDS = {
    CARD_LEFT: N_("Gave out the card of this vault"),
    CARD_CAME: N_("Took in somebody’s card"),
    CHECKED: N_("Compared the words of somebody’s card"),
    UNCHECKED: N_("Took back that a card was compared"),
    KEY_CHANGED: N_("Changed the key for receiving"),
    REVOKED: N_("Stopped trusting somebody’s vault"),
    HELD_PRINTED: N_("Printed what another vault held"),
    NOT_REVOKED: N_("Decided to go on trusting a vault that a colleague stopped trusting"),
}
