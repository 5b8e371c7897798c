"""The directory of organisations: public facts in Open Referral's HSDS, kept in plain and whole."""
